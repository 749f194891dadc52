import { JsonValue } from '../../facts';
import { listAt, textAt } from '../../lib/json';
import { isMap, member, unknown, Value } from './template/value';

/** What a chart says of when a dependency is in. */
export interface PartConditions {
  /** Paths of values, of which the first that is there decides. */
  conditions: string[][];
  /** Names of switches below `tags`. */
  tags: string[];
}

/** Steps to a value: no chart nests them deeper. And no dependency has more conditions, or tags. */
const mostSteps = 20;

/** When an entry of `dependencies` is in. */
export function conditionsOf(entry: JsonValue): PartConditions {
  return {
    conditions: (textAt(entry, 'condition') ?? '')
      .split(',', mostSteps)
      .map(path => path.trim().split('.', mostSteps + 1))
      .filter(steps => steps[0] !== '' && steps.length <= mostSteps),
    tags: listAt(entry, 'tags')
      .slice(0, mostSteps)
      .filter(tag => typeof tag === 'string'),
  };
}

/** Whether values leave a dependency out, as far as they are known: conditions come before tags. */
export function isSwitchedOff(
  { conditions, tags }: PartConditions,
  values: Value,
): boolean {
  for (const steps of conditions) {
    const value = steps.reduce<Value>(member, values);
    if (typeof value === 'boolean' || value === unknown) {
      return value === false;
    }
  }
  const switches = member(values, 'tags');
  const set = tags.map(tag => member(switches, tag));
  return (
    isMap(switches) &&
    set.includes(false) &&
    !set.includes(true) &&
    !set.includes(unknown)
  );
}
