import { RootConfigService } from '@backstage/backend-plugin-api';
import { readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import { ClusterDescriptor } from '@plumbline/plugin-plumbline-node';
import { DEFAULT_MAX_BYTES, DEFAULT_MAX_OBJECTS } from './limits';

/** `openssl rand -hex 16` has as many. */
const SHORTEST_TOKEN = 32;

const DEFAULT_MIN_INTERVAL_MS = 10_000;

/** A cluster that pushes its snapshots. */
export interface PushCluster extends ClusterDescriptor {
  tokens: string[];
  /** Of a snapshot, unpacked. */
  maxBytes: number;
  /** Of a snapshot. */
  maxObjects: number;
  /** Time between a snapshot and the next one. */
  minIntervalMs: number;
}

/** Reads the entries of `plumbline.clusters` that have `push`. Errors name the entry, never a token. */
export function readPushClusters(config: RootConfigService): PushCluster[] {
  const clusters: PushCluster[] = [];
  const owners = new Map<string, string>();
  for (const entry of config.getOptionalConfigArray('plumbline.clusters') ??
    []) {
    const push = entry.getOptionalConfig('push');
    if (!push) {
      continue;
    }
    const name = entry.getString('name');
    const refuse = (problem: string) =>
      new InputError(`plumbline.clusters: cluster '${name}': push ${problem}`);
    if (clusters.some(other => other.name === name)) {
      throw new InputError(
        `plumbline.clusters: two clusters are named '${name}'`,
      );
    }
    const single = push.getOptionalString('token');
    const tokens = [
      ...(single === undefined ? [] : [single]),
      ...(push.getOptionalStringArray('tokens') ?? []),
    ];
    if (tokens.length === 0) {
      throw refuse(
        'needs a token: set push.token, or push.tokens to change it',
      );
    }
    for (const token of tokens) {
      if (token.length < SHORTEST_TOKEN || /\s/.test(token)) {
        throw refuse(
          `has a token of less than ${SHORTEST_TOKEN} characters or with spaces in it: make one with \`openssl rand -hex 32\``,
        );
      }
      const owner = owners.get(token);
      if (owner !== undefined && owner !== name) {
        throw refuse(`has the token of cluster '${owner}': each needs its own`);
      }
      owners.set(token, name);
    }
    const maxBytes = push.getOptionalNumber('maxBytes') ?? DEFAULT_MAX_BYTES;
    if (!Number.isSafeInteger(maxBytes) || maxBytes < 1) {
      throw refuse('has a maxBytes that is no number of bytes');
    }
    const maxObjects =
      push.getOptionalNumber('maxObjects') ?? DEFAULT_MAX_OBJECTS;
    if (!Number.isSafeInteger(maxObjects) || maxObjects < 1) {
      throw refuse('has a maxObjects that is no number of objects');
    }
    clusters.push({
      name,
      environment: entry.getOptionalString('environment'),
      aliases: entry.getOptionalStringArray('aliases'),
      tokens,
      maxBytes,
      maxObjects,
      minIntervalMs: push.has('minInterval')
        ? durationToMilliseconds(
            readDurationFromConfig(push, { key: 'minInterval' }),
          )
        : DEFAULT_MIN_INTERVAL_MS,
    });
  }
  return clusters;
}
