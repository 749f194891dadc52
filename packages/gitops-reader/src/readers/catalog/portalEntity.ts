import { JsonObject, TeamFact } from '../../facts';
import { isObject, textAt } from '../../lib/json';
import { teamNames } from '../../ownership';
import { directoryOf } from '../../files/treePaths';
import { teamOf } from './entities';
import { placeOf, sourceOf } from './owners';
import { WorkloadOwner, workloadsOf } from './workloads';

/**
 * An entity of the portal's catalog, in so far as it tells what it stands for and whose that is.
 *
 * @public
 */
export interface PortalEntity {
  /** `component:default/cart`, lower case. */
  ref: string;
  kind: string;
  namespace: string;
  name: string;
  /** `spec.type`. */
  type?: string;
  /** `spec.owner` as it is written. */
  owner?: string;
  /** `spec.system` as it is written. */
  system?: string;
  /** Where its source is. */
  source?: { repository: string; directory: string };
  /** The file that it was read from. */
  file?: { repository: string; path: string };
  /** Labels that its workloads carry. */
  workloads: Omit<WorkloadOwner, 'claim'>[];
  /** The location that it was first read from: `url:…`, `file:…`, or what its provider calls itself. */
  origin?: string;
  /** Groups: the group that it belongs to, and what is known of the team. */
  parent?: string;
  team?: TeamFact;
}

/**
 * Reads an entity as the catalog's API gives it. A placeholder is no owner.
 *
 * @public
 */
export function readPortalEntity(value: JsonObject): PortalEntity | undefined {
  const kind = textAt(value, 'kind');
  const name = textAt(value, 'metadata', 'name');
  const namespace = textAt(value, 'metadata', 'namespace') ?? 'default';
  if (!kind || !name || !isObject(value)) {
    return undefined;
  }
  const annotation = (key: string) =>
    textAt(value, 'metadata', 'annotations', key);
  const type = textAt(value, 'spec', 'type');
  const owner = textAt(value, 'spec', 'owner');
  const origin = annotation('backstage.io/managed-by-origin-location');
  const said = sourceOf({ value });
  const from = placeOf(annotation('backstage.io/managed-by-location'));
  const parent = textAt(value, 'spec', 'parent');
  const system = textAt(value, 'spec', 'system');
  const team = teamOf({
    kind,
    namespace,
    name,
    value,
    lines: 0,
    location: { repository: '', revision: '', path: '' },
  });
  let source: PortalEntity['source'];
  if (said) {
    const inFile = from?.slug === said.slug && !said.directory;
    source = {
      repository: said.slug,
      directory:
        said.directory ?? (inFile ? directoryOf(from?.path ?? '') : ''),
    };
  } else if (from) {
    source = { repository: from.slug, directory: directoryOf(from.path ?? '') };
  }
  return {
    ref: `${kind}:${namespace}/${name}`.toLowerCase(),
    kind,
    namespace,
    name,
    ...(type && { type }),
    ...(owner && teamNames(owner).length > 0 && { owner }),
    ...(system && { system }),
    ...(source && { source }),
    ...(from?.path && { file: { repository: from.slug, path: from.path } }),
    workloads: workloadsOf({ value }),
    ...(origin && { origin }),
    ...(parent && { parent }),
    ...(team && {
      team: {
        ref: team.ref,
        ...(team.title && { title: team.title }),
        aliases: team.aliases,
        contacts: team.contacts.map(({ type: way, value: address, url }) => ({
          type: way,
          value: address,
          ...(url && { url }),
        })),
      },
    }),
  };
}
