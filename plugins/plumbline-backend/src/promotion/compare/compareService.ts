import { Place } from '@plumbline/gitops-promotion';
import { EnvironmentRule } from '@plumbline/gitops-reader';
import {
  ComparedKey,
  PromotedCell,
  PromotedService,
  ServiceComparison,
} from '@plumbline/plugin-plumbline-common';
import { compareKeys, KeyDifference, PlacedKey } from './compareKeys';
import { changesSince, compareVersionsOf } from './compareVersionsOf';
import { Configuration } from './ConfigurationReader';

const MAX_DIFFERENCES = 500;
const MAX_TEXT = 400;

/** How two places differ: in versions, in what else they configure, and in what was changed in the one since. */
export function compareService(
  service: PromotedService,
  from: PromotedCell & { configuration: Configuration },
  to: PromotedCell & { configuration: Configuration },
  rules?: readonly EnvironmentRule[],
): ServiceComparison {
  const { differences, hidden } = compareKeys(
    { place: from, files: from.configuration.files },
    { place: to, files: to.configuration.files },
    rules,
  );
  const pinned = new Set(
    [...from.pins, ...to.pins].map(pin =>
      JSON.stringify([pin.repository, pin.path, pin.line]),
    ),
  );
  const isPin = (key: PlacedKey | undefined) =>
    key !== undefined &&
    pinned.has(JSON.stringify([key.repository, key.path, key.line]));
  const others = differences
    .filter(each => !isPin(each.from) && !isPin(each.to))
    .sort((a, b) => Number(a.byName ?? false) - Number(b.byName ?? false));
  const main = from.main === undefined ? undefined : from.pins[from.main];
  const version = to.main === undefined ? undefined : to.pins[to.main].value;
  const changes =
    version === undefined ? undefined : changesSince(main?.history, version);
  return {
    id: service.id,
    name: service.name,
    from: placeOf(from),
    to: placeOf(to),
    versions: compareVersionsOf(from, to),
    configuration: others.slice(0, MAX_DIFFERENCES).map(shortened),
    hidden,
    more: Math.max(0, others.length - MAX_DIFFERENCES),
    unread: [...from.configuration.unread, ...to.configuration.unread],
    ...(changes && { changes }),
    freshness: service.freshness,
  };
}

function placeOf({ environment, cluster, namespace }: Place): Place {
  return {
    environment,
    ...(cluster !== undefined && { cluster }),
    ...(namespace !== undefined && { namespace }),
  };
}

function shortened({ from, to, ...rest }: KeyDifference): ComparedKey {
  const side = ({ path, line, url, value }: PlacedKey) => ({
    path,
    line,
    url,
    ...(value !== undefined && { value: value.slice(0, MAX_TEXT) }),
  });
  return {
    ...rest,
    ...(from && { from: side(from) }),
    ...(to && { to: side(to) }),
  };
}
