import { isOpen } from '../../engines';
import { JsonValue } from '../../facts';
import { isObject } from '../../lib/json';
import { gap, mapOf, unknown, Value } from './template/value';

/** Values in which a text that is not all known is unknown as a whole, or in its part. */
export function openedValue(value: JsonValue): Value {
  if (typeof value === 'string') {
    return value === gap ||
      (value !== '' && isOpen(value) && !value.includes(gap))
      ? unknown
      : value;
  }
  if (Array.isArray(value)) {
    return value.map(openedValue);
  }
  return isObject(value)
    ? mapOf(
        Object.keys(value).map(key => [key, openedValue(value[key] ?? null)]),
      )
    : value;
}
