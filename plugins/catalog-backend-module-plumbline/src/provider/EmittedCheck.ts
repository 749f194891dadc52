import { AuthService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { PLUMBLINE_LOCATION } from '@plumbline/plugin-plumbline-common';
import { KnownEntity } from './changes';
import { chunksOf } from './DatabaseEmitted';

const ORIGIN = 'backstage.io/managed-by-origin-location';
const REFS = 500;
/** The catalog shows an entity once it is processed: younger ones may still be on their way. */
const GRACE_MS = 15 * 60_000;

/** Asks the catalog what it has: names that others have, and entities of ours that somebody deleted. */
export class EmittedCheck {
  readonly #options: { catalog: CatalogService; auth: AuthService };

  constructor(options: { catalog: CatalogService; auth: AuthService }) {
    this.#options = options;
  }

  /** Those of the refs that are the entities of others. */
  async taken(refs: readonly string[]): Promise<Set<string>> {
    const { catalog, auth } = this.#options;
    const credentials = await auth.getOwnServiceCredentials();
    const taken = new Set<string>();
    for (const chunk of chunksOf(refs, REFS)) {
      const { items } = await catalog.getEntitiesByRefs(
        {
          entityRefs: chunk,
          fields: ['kind', 'metadata.name', 'metadata.annotations'],
        },
        { credentials },
      );
      items.forEach((entity, at) => {
        if (
          entity &&
          entity.metadata.annotations?.[ORIGIN] !== PLUMBLINE_LOCATION
        ) {
          taken.add(chunk[at]);
        }
      });
    }
    return taken;
  }

  /** Entities of ours that the catalog does not have any more, or that belong to somebody else by now. */
  async lost(known: readonly KnownEntity[], now: Date): Promise<string[]> {
    const { catalog, auth } = this.#options;
    const credentials = await auth.getOwnServiceCredentials();
    const present = new Set<string>();
    const pages = catalog.streamEntities(
      {
        filter: { [`metadata.annotations.${ORIGIN}`]: PLUMBLINE_LOCATION },
        fields: ['kind', 'metadata.name', 'metadata.namespace'],
      },
      { credentials },
    );
    for await (const page of pages) {
      page.forEach(entity => present.add(stringifyEntityRef(entity)));
    }
    const settled = new Date(now.getTime() - GRACE_MS).toISOString();
    return known
      .filter(({ ref, at }) => at < settled && !present.has(ref))
      .map(({ ref }) => ref);
  }
}
