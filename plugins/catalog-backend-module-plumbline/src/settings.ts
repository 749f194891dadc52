import {
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  RootConfigService,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { EntityChoice } from './provider/drafts';

const KEY = 'catalog.providers.plumbline';

const DEFAULT_SCHEDULE: SchedulerServiceTaskScheduleDefinition = {
  frequency: { minutes: 5 },
  timeout: { minutes: 30 },
  initialDelay: { seconds: 30 },
};

const schema = z
  .object({
    schedule: z.record(z.unknown()).optional(),
    entities: z
      .array(
        z.enum([
          'services',
          'systems',
          'repositories',
          'clusters',
          'namespaces',
          'groups',
        ]),
      )
      .default([
        'services',
        'systems',
        'repositories',
        'clusters',
        'namespaces',
      ]),
    namespace: z
      .string()
      .max(63)
      .regex(/^[a-z0-9]+(-+[a-z0-9]+)*$/, 'is no namespace of the catalog')
      .default('default'),
    unowned: z.string().min(1).default('unknown'),
    guesses: z.boolean().default(false),
    maxRemovalPercentage: z.number().min(0).max(100).default(20),
  })
  .strict();

export interface Settings {
  schedule: SchedulerServiceTaskScheduleDefinition;
  entities: ReadonlySet<EntityChoice>;
  namespace: string;
  /** Owner of what nobody owns. */
  unowned: string;
  /** What is a guess makes an owner as well. */
  guesses: boolean;
  maxRemovalPercentage: number;
}

/** Undefined where the block is not there: then no entities are made. */
export function readSettings(config: RootConfigService): Settings | undefined {
  const block = config.getOptional(KEY);
  if (block === undefined) {
    return undefined;
  }
  const { data, error } = schema.safeParse(block);
  if (!data) {
    const [issue] = error.issues;
    throw new InputError(`${[KEY, ...issue.path].join('.')}: ${issue.message}`);
  }
  const { schedule, entities, ...rest } = data;
  return {
    ...rest,
    entities: new Set(entities),
    schedule: {
      ...(schedule
        ? readSchedulerServiceTaskScheduleDefinitionFromConfig(
            config.getConfig(`${KEY}.schedule`),
          )
        : DEFAULT_SCHEDULE),
      // One replica reads, whichever it is.
      scope: 'global',
    },
  };
}
