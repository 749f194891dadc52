import { LoggerService } from '@backstage/backend-plugin-api';
import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import {
  AccessRule,
  ResourceChoice,
  ResourceChoiceError,
  selectResources,
} from '@plumbline/kubernetes-access';
import { ClientTimeouts } from '../connect/KubernetesClient';
import { readAddress } from './readAddress';
import { locatedClusters, LocatedCluster } from './locatedClusters';
import type { ClusterAddress } from '../connect/ClusterAccess';

/** A cluster that the configuration names. */
export interface ConfiguredCluster {
  name: string;
  environment?: string;
  aliases: string[];
  rules: AccessRule[];
  /** How to reach it, or why that is impossible. */
  address: ClusterAddress | { type: 'unsupported'; reason: string };
}

export interface KubernetesConfig {
  clusters: ConfiguredCluster[];
  timeouts: ClientTimeouts;
  /** Things that work, and that somebody should know. */
  warnings: string[];
}

const clusterKeys = [
  'kubeconfig',
  'context',
  'inCluster',
  'url',
  'token',
  'tokenFile',
  'caData',
  'caFile',
  'skipTLSVerify',
  'clusterLocatorMethods',
  'resources',
];

/** Reads `plumbline.clusters` and `plumbline.kubernetes`. The error names the key that is wrong. */
export function readConfig(deps: {
  config: Config;
  logger: LoggerService;
}): KubernetesConfig {
  const root = deps.config;
  const general = root.getOptionalConfig('plumbline.kubernetes');
  rejectUnknown(general, 'plumbline.kubernetes', [
    'clusterLocatorMethods',
    'resources',
    'timeouts',
  ]);
  const common = readChoice(general, 'plumbline.kubernetes');
  // Wrong names are wrong where they stand, whichever cluster they are for.
  const commonRules = rulesFor([common], 'plumbline.kubernetes');
  const warnings: string[] = [];
  // Backstage's own settings are none of our business until somebody says so.
  let found: ReturnType<typeof locatedClusters> | undefined;
  const located = () => (found ??= locatedClusters(deps));
  const clusters: ConfiguredCluster[] = [];

  const entries = root.getOptionalConfigArray('plumbline.clusters') ?? [];
  for (const [index, entry] of entries.entries()) {
    const config = entry.getOptionalConfig('kubernetes');
    if (!config) {
      continue;
    }
    const at = `plumbline.clusters[${index}].kubernetes`;
    rejectUnknown(config, at, clusterKeys);
    const name = entry.getString('name');
    const same = config.getOptionalBoolean('clusterLocatorMethods')
      ? locatedAs(name, located().clusters, at)
      : undefined;
    clusters.push({
      name,
      environment: entry.getOptionalString('environment'),
      aliases: [
        ...(entry.getOptionalStringArray('aliases') ?? []),
        ...(same?.aliases ?? []),
      ],
      rules: rulesFor([common, readChoice(config, at)], at),
      address: same?.address ?? readAddress(config, at),
    });
  }
  if (general?.getOptionalBoolean('clusterLocatorMethods')) {
    const named = new Set(clusters.map(({ name }) => name));
    clusters.push(
      ...located()
        .clusters.filter(({ name }) => !named.has(name))
        .map(cluster => ({
          ...cluster,
          rules: commonRules,
        })),
    );
    warnings.push(...located().warnings);
  }
  for (const { name, address } of clusters) {
    if (address.type === 'url' && address.skipTLSVerify) {
      warnings.push(
        `skipTLSVerify is set for cluster ${name}: any server is believed to be it, and gets its token. Configure its CA instead`,
      );
    }
  }
  return { clusters, timeouts: readTimeouts(general), warnings };
}

function locatedAs(
  name: string,
  located: LocatedCluster[],
  at: string,
): LocatedCluster {
  const found = located.find(cluster => cluster.name === name);
  if (!found) {
    throw new InputError(
      `${at}.clusterLocatorMethods: kubernetes.clusterLocatorMethods has no cluster '${name}'${
        located.length > 0
          ? `; it has ${located.map(cluster => cluster.name).join(', ')}`
          : ''
      }`,
    );
  }
  return found;
}

function readChoice(config: Config | undefined, at: string): ResourceChoice {
  const choice = config?.getOptionalConfig('resources');
  rejectUnknown(choice, `${at}.resources`, ['add', 'exclude', 'metadataOnly']);
  return {
    add: choice?.getOptionalStringArray('add'),
    exclude: choice?.getOptionalStringArray('exclude'),
    metadataOnly: choice?.getOptionalStringArray('metadataOnly'),
  };
}

function rulesFor(choices: ResourceChoice[], at: string): AccessRule[] {
  const all = (key: keyof ResourceChoice) =>
    choices.flatMap(choice => choice[key] ?? []);
  try {
    return selectResources({
      add: all('add'),
      exclude: all('exclude'),
      metadataOnly: all('metadataOnly'),
    });
  } catch (error) {
    if (error instanceof ResourceChoiceError) {
      throw new InputError(`${at}.resources: ${error.message}`);
    }
    throw error;
  }
}

function readTimeouts(general: Config | undefined): ClientTimeouts {
  const timeouts = general?.getOptionalConfig('timeouts');
  const at = 'plumbline.kubernetes.timeouts';
  rejectUnknown(timeouts, at, ['connect', 'response', 'silence']);
  const read = (key: keyof ClientTimeouts, fallback: number) => {
    if (!timeouts?.has(key)) {
      return fallback;
    }
    const ms = durationToMilliseconds(
      readDurationFromConfig(timeouts, { key }),
    );
    if (ms < 1000 || ms > 3600_000) {
      throw new InputError(
        `${at}.${key}: must be between a second and an hour`,
      );
    }
    return ms;
  };
  return {
    connect: read('connect', 10_000),
    response: read('response', 30_000),
    silence: read('silence', 90_000),
  };
}

export function rejectUnknown(
  config: Config | undefined,
  at: string,
  known: string[],
): void {
  const unknown = config?.keys().find(key => !known.includes(key));
  if (unknown) {
    throw new InputError(
      `${at}.${unknown}: unknown key; there are ${known.join(', ')}`,
    );
  }
}
