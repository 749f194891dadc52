import { Config } from '@backstage/config';
import { Mapping } from './mapping';

/** A mapping of the configuration: what it leaves out is that of the preset. */
export function readMapping(config: Config | undefined): Mapping {
  if (!config) {
    return {};
  }
  const mapping: Mapping = {};
  const alerts = config.getOptionalString('alerts');
  if (alerts !== undefined) {
    mapping.alerts = alerts;
  }
  for (const key of ['labels', 'annotations'] as const) {
    const paths = config.getOptionalConfig(key);
    if (paths) {
      mapping[key] = Object.fromEntries(
        paths.keys().map(name => [name, paths.getString(name)]),
      );
    }
  }
  for (const key of [
    'name',
    'fingerprint',
    'status',
    'resolved',
    'startsAt',
    'endsAt',
    'severity',
    'url',
  ] as const) {
    const value = config.getOptional(key);
    if (value !== undefined) {
      mapping[key] =
        typeof value === 'string' ? [value] : config.getStringArray(key);
    }
  }
  return mapping;
}
