import {
  AuthService,
  LoggerService,
  SchedulerService,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { PortalEntity, readPortalEntity } from '@plumbline/gitops-reader';
import { PLUMBLINE_LOCATION } from '@plumbline/plugin-plumbline-common';
import { messageOf } from '../lib/messages';
import { DatabaseCatalog } from './DatabaseCatalog';

/** More than any catalog holds; what lies beyond would look like a removal. */
const MOST_ENTITIES = 1_000_000;

/** Kinds that own something, are owned, or are teams. People are left out: a mark names one by itself. */
const KINDS = ['component', 'resource', 'system', 'domain', 'api', 'group'];

export interface ReadCatalogOptions {
  catalog: CatalogService;
  auth: AuthService;
  store: DatabaseCatalog;
  logger: LoggerService;
  now: () => Date;
}

/** Reads the catalog once. Whatever goes wrong leaves what is known as it is. */
export async function readCatalog(
  options: ReadCatalogOptions,
  signal?: AbortSignal,
): Promise<void> {
  const { store, logger, now } = options;
  const started = performance.now();
  try {
    const entities = await foreignEntities(options, signal);
    const { unconfirmed, ...counts } = await store.replace(
      entities,
      { now: now(), tookMs: performance.now() - started },
      signal,
    );
    if (unconfirmed > 0) {
      logger.warn(
        'The catalog no longer has most of what it had; that is kept until a second read confirms it',
        { missing: unconfirmed },
      );
    }
    if (counts.written + counts.removed > 0) {
      logger.info('Read the catalog', { entities: entities.length, ...counts });
    }
  } catch (error) {
    const message = messageOf(error);
    logger.warn('Failed to read the catalog; what it said before stays', {
      error: message,
    });
    await store.failed(message, now());
  }
}

/** Entities that Plumbline did not make itself: it would only hear its own words. */
async function foreignEntities(
  { catalog, auth }: ReadCatalogOptions,
  signal?: AbortSignal,
): Promise<PortalEntity[]> {
  const credentials = await auth.getOwnServiceCredentials();
  const found: PortalEntity[] = [];
  const pages = catalog.streamEntities(
    {
      filter: { kind: KINDS },
      fields: [
        'kind',
        'metadata.name',
        'metadata.namespace',
        'metadata.title',
        'metadata.annotations',
        'metadata.links',
        'spec.type',
        'spec.owner',
        'spec.parent',
        'spec.system',
        'spec.profile',
      ],
    },
    { credentials },
  );
  for await (const page of pages) {
    signal?.throwIfAborted();
    for (const entity of page) {
      const read = readPortalEntity(JSON.parse(JSON.stringify(entity)));
      if (read && read.origin !== PLUMBLINE_LOCATION) {
        found.push(read);
      }
    }
    if (found.length > MOST_ENTITIES) {
      throw new Error(`It has more than ${MOST_ENTITIES} entities`);
    }
  }
  return found;
}

const TASK = 'plumbline-read-catalog';

/** Reads the catalog on schedule, on one replica. What comes back asks for it at once. */
export async function startCatalog({
  scheduler,
  schedule,
  ...options
}: ReadCatalogOptions & {
  scheduler: SchedulerService;
  schedule: SchedulerServiceTaskScheduleDefinition;
}): Promise<() => Promise<void>> {
  await scheduler.scheduleTask({
    ...schedule,
    id: TASK,
    scope: 'global',
    fn: signal => readCatalog(options, signal),
  });
  return async () => {
    try {
      await scheduler.triggerTask(TASK);
    } catch (error) {
      // It is being read.
      if (!isError(error) || error.name !== 'ConflictError') {
        throw error;
      }
    }
  };
}
