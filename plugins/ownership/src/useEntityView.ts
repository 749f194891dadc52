import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { EntityQuery, EntityView } from '@plumbline/plugin-plumbline-common';
import {
  Loaded,
  plumblineTeamsApiRef,
  useLoaded,
} from '@plumbline/plugin-plumbline-react';

/** How the API is asked about the entity of the page. */
export interface EntityKey extends EntityQuery {
  /** Lower case. */
  ref: string;
}

/** Which things the entity of the page stands for: what Plumbline made says so itself. */
export function useEntityKey(): EntityKey {
  const { entity } = useEntity();
  const thing = entity.metadata.annotations?.['plumbline.dev/id'];
  return {
    ref: stringifyEntityRef(entity).toLowerCase(),
    ...(thing && { thing }),
  };
}

/** How what the entity of the page stands for is doing. */
export function useEntityView(): Loaded<EntityView> {
  return useLoaded(
    plumblineTeamsApiRef,
    useEntityKey(),
    (api, { ref, thing }) => api.entity(ref, { thing }),
  );
}
