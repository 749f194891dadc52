import {
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  RootConfigService,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { readDurationFromConfig } from '@backstage/config';
import { durationToMilliseconds, HumanDuration } from '@backstage/types';
import { normalizeTeam } from '@plumbline/gitops-lookup';
import { ServiceRule } from '@plumbline/gitops-promotion';
import { ClaimSource, TeamFact } from '@plumbline/gitops-reader';
import { ReadingSettings } from '../collect/RepositoryReaders';
import { Rota } from '../oncall/rota';
import { readRota } from '../oncall/rotaSchema';
import { PlumblineConfig } from './schema';
import { validateConfig } from './validate';

const DEFAULT_SCHEDULE: SchedulerServiceTaskScheduleDefinition = {
  frequency: { minutes: 5 },
  timeout: { minutes: 15 },
};
const DEFAULT_ON_CALL_SCHEDULE: SchedulerServiceTaskScheduleDefinition = {
  frequency: { minutes: 3 },
  timeout: { minutes: 2 },
};
const DEFAULT_KEEP_GONE: HumanDuration = { days: 14 };
const DEFAULT_KEEP_ALERTS: HumanDuration = { days: 30 };

export interface Settings {
  precedence?: ClaimSource[];
  /** What the readers of repositories are told. */
  reading: ReadingSettings;
  teams: TeamFact[];
  promotion: {
    /** Which services are one, where the names do not tell. */
    services: ServiceRule[];
  };
  schedule: SchedulerServiceTaskScheduleDefinition;
  onCall: {
    rotas: Rota[];
    /** When directories are asked. */
    schedule: SchedulerServiceTaskScheduleDefinition;
  };
  /** How long a source that no provider lists any more keeps its facts, in milliseconds. */
  keepGoneMs: number;
  /** How long an alert is kept after it was last received, in milliseconds. */
  keepAlertsMs: number;
}

/** Reads and checks the whole `plumbline` block. Throws with the name of the key that is wrong. */
export function readSettings(config: RootConfigService): Settings {
  const block = validateConfig(config.getOptional('plumbline'));
  return {
    precedence: block.ownership?.precedence,
    reading: {
      ...(block.ownership?.labels && {
        ownershipLabels: block.ownership.labels,
      }),
      ...(block.environments && {
        environments: block.environments.map(({ name, aliases = [] }) => ({
          name,
          aliases,
        })),
      }),
    },
    teams: (block.teams ?? []).map(toTeamFact),
    promotion: { services: block.promotion?.services ?? [] },
    schedule: {
      ...(config.has('plumbline.schedule')
        ? readSchedulerServiceTaskScheduleDefinitionFromConfig(
            config.getConfig('plumbline.schedule'),
          )
        : DEFAULT_SCHEDULE),
      // One replica lists; all of them read.
      scope: 'global',
    },
    onCall: {
      rotas: (block.onCall?.rotas ?? []).map(readRota),
      schedule: config.has('plumbline.onCall.schedule')
        ? readSchedulerServiceTaskScheduleDefinitionFromConfig(
            config.getConfig('plumbline.onCall.schedule'),
          )
        : DEFAULT_ON_CALL_SCHEDULE,
    },
    keepGoneMs: milliseconds(config, 'plumbline.keepGone', DEFAULT_KEEP_GONE),
    keepAlertsMs: milliseconds(
      config,
      'plumbline.alerts.keep',
      DEFAULT_KEEP_ALERTS,
    ),
  };
}

function milliseconds(
  config: RootConfigService,
  key: string,
  otherwise: HumanDuration,
): number {
  return durationToMilliseconds(
    config.has(key) ? readDurationFromConfig(config, { key }) : otherwise,
  );
}

function toTeamFact(
  team: NonNullable<PlumblineConfig['teams']>[number],
): TeamFact {
  return {
    ref: normalizeTeam(team.name),
    ...(team.title && { title: team.title }),
    aliases: [...new Set([team.name, ...(team.aliases ?? [])])],
    contacts: team.contacts ?? [],
  };
}
