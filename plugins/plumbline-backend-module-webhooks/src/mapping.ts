import { InputError } from '@backstage/errors';
import {
  findAlerts,
  fingerprintOf,
  ReceivedAlert,
} from '@plumbline/plugin-plumbline-node';
import { firstText, textAt, valueAt } from './paths';

/** Where a sender's JSON holds what. Each entry is a path, or several of which the first that leads anywhere counts. */
export interface Mapping {
  /** A list of alerts; absent: the body is one. */
  alerts?: string;
  /** Label to path, besides the labels that are found without being told. */
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  name?: string[];
  /** Together they say that it is the same alert. */
  fingerprint?: string[];
  status?: string[];
  /** Values of the status that mean that it is over, in lower case. */
  resolved?: string[];
  startsAt?: string[];
  endsAt?: string[];
  severity?: string[];
  /** The alert's page at the sender. */
  url?: string[];
}

const RESOLVED = [
  'resolved',
  'recovered',
  'closed',
  'ok',
  'normal',
  'inactive',
];

/** The alerts of a body, by a mapping and by what is found without one. */
export function alertsByMapping(
  body: unknown,
  mapping: Mapping,
): ReceivedAlert[] {
  if (typeof body !== 'object' || body === null) {
    throw new InputError('The body is no JSON object');
  }
  const listed = mapping.alerts ? valueAt(body, mapping.alerts) : [body];
  if (!Array.isArray(listed)) {
    throw new InputError(`The body holds no list at ${mapping.alerts}`);
  }
  return listed.flatMap(item =>
    typeof item === 'object' && item !== null
      ? [alertByMapping(item, mapping)]
      : [],
  );
}

function alertByMapping(item: object, mapping: Mapping): ReceivedAlert {
  const [found] = findAlerts(item);
  const at = (paths: string[] | undefined) => firstText(item, paths ?? []);
  const name = at(mapping.name);
  const severity = at(mapping.severity);
  const labels = {
    ...found.labels,
    ...(name && { alertname: name }),
    ...(severity && { severity }),
    ...valuesAt(item, mapping.labels),
  };
  const status = at(mapping.status)?.toLowerCase();
  const url = at(mapping.url);
  const identity = (mapping.fingerprint ?? []).flatMap(
    path => textAt(item, path) ?? [],
  );
  return {
    ...found,
    status:
      found.status === 'resolved' ||
      (status !== undefined && (mapping.resolved ?? RESOLVED).includes(status))
        ? 'resolved'
        : 'firing',
    labels,
    annotations: {
      ...found.annotations,
      ...valuesAt(item, mapping.annotations),
    },
    fingerprint:
      identity.length > 0 ? identity.join('/') : fingerprintOf(labels),
    ...timed('startsAt', at(mapping.startsAt)),
    ...timed('endsAt', at(mapping.endsAt)),
    ...(url && {
      links: [...(found.links ?? []), { title: 'Alert', url }],
    }),
  };
}

function valuesAt(
  item: object,
  paths: Record<string, string> | undefined,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(paths ?? {}).flatMap(([key, path]) => {
      const value = textAt(item, path);
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

/** RFC 3339, or seconds or milliseconds since 1970. */
function timed(
  key: 'startsAt' | 'endsAt',
  text: string | undefined,
): Partial<ReceivedAlert> {
  if (!text) {
    return {};
  }
  const number = Number(text);
  const time = Number.isFinite(number)
    ? new Date(number < 1e11 ? number * 1_000 : number)
    : new Date(text);
  return Number.isNaN(time.getTime()) ? {} : { [key]: time.toISOString() };
}
