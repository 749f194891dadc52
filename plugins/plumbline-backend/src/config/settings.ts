import {
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  RootConfigService,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds, HumanDuration } from '@backstage/types';
import {
  ArgoInstallation,
  normalizeTeam,
  writtenMark,
} from '@plumbline/gitops-lookup';
import {
  defaultAttentionLimits,
  FreezeRule,
  ServiceRule,
} from '@plumbline/gitops-promotion';
import {
  ClaimSource,
  classifyEnvironment,
  EnvironmentRule,
  TeamFact,
} from '@plumbline/gitops-reader';
import { AlertNotificationSettings } from '../alerts/notifyOwners';
import { ReadingSettings } from '../collect/RepositoryReaders';
import { Rota } from '../oncall/rota';
import { readRota } from '../oncall/rotaSchema';
import { TroubleLimits } from '../ownership/derive/troubles';
import { readFreeze } from '../promotion/freeze/freezeSchema';
import { NotificationSettings } from '../promotion/notify/Notifier';
import { PlumblineConfig } from './schema';
import { validateConfig } from './validate';

const DEFAULT_SCHEDULE: SchedulerServiceTaskScheduleDefinition = {
  frequency: { minutes: 5 },
  timeout: { minutes: 15 },
};
const DEFAULT_CATALOG_SCHEDULE: SchedulerServiceTaskScheduleDefinition = {
  frequency: { minutes: 5 },
  timeout: { minutes: 30 },
  initialDelay: { seconds: 15 },
};
const DEFAULT_ON_CALL_SCHEDULE: SchedulerServiceTaskScheduleDefinition = {
  frequency: { minutes: 3 },
  timeout: { minutes: 2 },
};
const DEFAULT_DRIFT_DUE: HumanDuration = { hours: 24 };
const DEFAULT_KEEP_GONE: HumanDuration = { days: 14 };
const DEFAULT_KEEP_ALERTS: HumanDuration = { days: 30 };

export interface Settings {
  precedence?: ClaimSource[];
  /** Installations of Argo CD that are told apart. */
  argocd: ArgoInstallation[];
  /** What the readers of repositories are told. */
  reading: ReadingSettings;
  teams: TeamFact[];
  catalog: {
    read: boolean;
    schedule: SchedulerServiceTaskScheduleDefinition;
    /** Templates of what the Component of a service is called. */
    names: string[];
  };
  promotion: {
    /** Which services are one, where the names do not tell. */
    services: ServiceRule[];
    /** When versions should not change. */
    calendar: FreezeRule[];
    /** When it is asked what stands between a version and the next environment. */
    gatesSchedule: SchedulerServiceTaskScheduleDefinition;
    notifications: NotificationSettings;
  };
  schedule: SchedulerServiceTaskScheduleDefinition;
  onCall: {
    rotas: Rota[];
    /** When directories are asked. */
    schedule: SchedulerServiceTaskScheduleDefinition;
  };
  /** From when on what is wrong counts. */
  troubles: TroubleLimits;
  /** How long a source that no provider lists any more keeps its facts, in milliseconds. */
  keepGoneMs: number;
  /** How long an alert is kept after it was last received, in milliseconds. */
  keepAlertsMs: number;
  /** Of which alerts owners are notified; absent: of none. */
  alertNotifications?: AlertNotificationSettings;
}

/** Reads and checks the whole `plumbline` block. Throws with the name of the key that is wrong. */
export function readSettings(config: RootConfigService): Settings {
  const block = validateConfig(config.getOptional('plumbline'));
  const environments = block.environments?.map(({ name, aliases = [] }) => ({
    name,
    aliases,
  }));
  return {
    precedence: block.ownership?.precedence,
    argocd: (block.argocd?.installations ?? []).map(
      ({ namespace = 'argocd', applicationNamespaces = [], ...rest }) => ({
        ...rest,
        namespaces: [namespace, ...applicationNamespaces],
      }),
    ),
    reading: {
      ...(block.ownership?.labels && {
        ownershipLabels: block.ownership.labels,
      }),
      ...(environments && { environments }),
    },
    teams: (block.teams ?? []).map(toTeamFact),
    catalog: {
      read: block.catalog?.read ?? true,
      schedule: config.has('plumbline.catalog.schedule')
        ? readSchedulerServiceTaskScheduleDefinitionFromConfig(
            config.getConfig('plumbline.catalog.schedule'),
          )
        : DEFAULT_CATALOG_SCHEDULE,
      names: block.catalog?.names ?? ['{name}'],
    },
    promotion: {
      services: block.promotion?.services ?? [],
      calendar: readCalendar(block, environments),
      notifications: readNotifications(block, environments),
      gatesSchedule: config.has('plumbline.promotion.gates.schedule')
        ? readSchedulerServiceTaskScheduleDefinitionFromConfig(
            config.getConfig('plumbline.promotion.gates.schedule'),
          )
        : DEFAULT_SCHEDULE,
    },
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
    troubles: {
      driftDueMs: milliseconds(
        config,
        'plumbline.drift.dueAfter',
        DEFAULT_DRIFT_DUE,
      ),
    },
    keepGoneMs: milliseconds(config, 'plumbline.keepGone', DEFAULT_KEEP_GONE),
    keepAlertsMs: milliseconds(
      config,
      'plumbline.alerts.keep',
      DEFAULT_KEEP_ALERTS,
    ),
    ...(block.alerts?.notifications?.enabled && {
      alertNotifications: {
        severities: block.alerts.notifications.severities?.map(word =>
          word.toLowerCase(),
        ),
      },
    }),
  };
}

function readCalendar(
  { promotion }: PlumblineConfig,
  rules: EnvironmentRule[] | undefined,
): FreezeRule[] {
  const read = (kind: FreezeRule['kind'], key: 'freezes' | 'windows') =>
    (promotion?.[key] ?? []).map((entry, at) => {
      checkEnvironments(
        entry.environments,
        rules,
        `plumbline.promotion.${key}[${at}].environments`,
      );
      return readFreeze(kind, entry);
    });
  return [...read('freeze', 'freezes'), ...read('window', 'windows')];
}

function readNotifications(
  { promotion }: PlumblineConfig,
  rules: EnvironmentRule[] | undefined,
): NotificationSettings {
  const { stuck, arrived } = promotion?.notifications ?? {};
  checkEnvironments(
    arrived?.environments,
    rules,
    'plumbline.promotion.notifications.arrived.environments',
  );
  return {
    ...(stuck && {
      stuck: { days: stuck.days ?? defaultAttentionLimits.stuck },
    }),
    ...(arrived && { arrived }),
  };
}

/** An environment that goes by another name in answers would be named in vain. */
function checkEnvironments(
  names: string[] = [],
  rules: EnvironmentRule[] | undefined,
  key: string,
): void {
  names.forEach((name, position) => {
    const known = classifyEnvironment(name, rules) ?? name;
    if (known !== name) {
      throw new InputError(
        `Wrong configuration: ${key}[${position}]: '${name}' is called '${known}' here`,
      );
    }
  });
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

/** The ref as it is written, where entities may be called so: the catalog may have one of that name. */
function refOf(name: string): string {
  const written = writtenMark(name);
  return /^(?:group|user):[\w.-]+\/[\w.-]+$/.test(written)
    ? written
    : normalizeTeam(name);
}

function toTeamFact(
  team: NonNullable<PlumblineConfig['teams']>[number],
): TeamFact {
  return {
    ref: refOf(team.name),
    ...(team.title && { title: team.title }),
    aliases: [...new Set([team.name, ...(team.aliases ?? [])])],
    contacts: team.contacts ?? [],
    configured: true,
  };
}
