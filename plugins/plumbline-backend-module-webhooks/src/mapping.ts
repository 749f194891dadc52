import { InputError } from '@backstage/errors';
import {
  findAlerts,
  FoundAlert,
  fingerprintOf,
  ReceivedAlert,
} from '@plumbline/plugin-plumbline-node';
import { firstText, textAt, valueAt } from './paths';

/** Where a sender's JSON holds what. Each entry is a path, or several of which the first that leads anywhere counts. */
export interface Mapping {
  /** A list of alerts; absent: the body is one. */
  alerts?: string;
  /** Label to path, or to several, besides the labels that are found without being told. */
  labels?: Record<string, string | string[]>;
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

/** How far ahead a sender's clock may be. */
const CLOCK_MS = 60_000;

/** The alerts of a body, by a mapping and by what is found without one. */
export function alertsByMapping(
  body: unknown,
  mapping: Mapping,
): ReceivedAlert[] {
  if (typeof body !== 'object' || body === null) {
    throw new InputError('The body is no JSON object');
  }
  if (!mapping.alerts) {
    const all = findAlerts(body);
    return all.map(found => alertByMapping(body, mapping, found, all.length));
  }
  const listed = valueAt(body, mapping.alerts);
  if (!Array.isArray(listed)) {
    throw new InputError(`The body holds no list at ${mapping.alerts}`);
  }
  return listed.flatMap(item =>
    typeof item === 'object' && item !== null
      ? findAlerts(item)
          .slice(0, 1)
          .map(found => alertByMapping(item, mapping, found))
      : [],
  );
}

/** `found` is one of so many that were found in the item. */
function alertByMapping(
  item: object,
  mapping: Mapping,
  found: FoundAlert,
  count = 1,
): ReceivedAlert {
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
  if (identity.length > 0 && count > 1) {
    identity.push(fingerprintOf(labels));
  }
  const ends = timed('endsAt', at(mapping.endsAt));
  return {
    ...found,
    status:
      found.status === 'resolved' ||
      (status !== undefined &&
        (mapping.resolved ?? RESOLVED).includes(status)) ||
      // Who tells no status tells by the end that it is over.
      (!mapping.status &&
        ends.endsAt !== undefined &&
        Date.parse(ends.endsAt) < Date.now() + CLOCK_MS)
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
    ...ends,
    ...(url && {
      links: [...(found.links ?? []), { title: 'Alert', url }],
    }),
  };
}

function valuesAt(
  item: object,
  paths: Record<string, string | string[]> | undefined,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(paths ?? {}).flatMap(([key, path]) => {
      const value = firstText(item, [path].flat());
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
  // Go writes year one where it means none.
  return !(time.getTime() > 0) ? {} : { [key]: time.toISOString() };
}
