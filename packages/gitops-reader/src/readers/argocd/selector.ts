import { JsonObject, JsonValue } from '../../facts';
import { listAt, objectAt, textAt } from '../../lib/json';

/** Whether labels fit a label selector of Kubernetes; undefined when it is not one that is understood. */
export function selects(
  selector: JsonValue | undefined,
  labels: JsonObject,
): boolean | undefined {
  const valueOf = (key: string) =>
    Object.hasOwn(labels, key) ? (textAt(labels, key) ?? '') : undefined;
  const wanted = objectAt({ selector }, 'selector', 'matchLabels') ?? {};
  for (const key of Object.keys(wanted)) {
    if (valueOf(key) !== String(wanted[key] ?? '')) {
      return false;
    }
  }
  for (const expression of listAt(selector, 'matchExpressions')) {
    const value = valueOf(textAt(expression, 'key') ?? '');
    const values = listAt(expression, 'values').map(String);
    const isIn = value !== undefined && values.includes(value);
    const fits = {
      In: isIn,
      NotIn: !isIn,
      Exists: value !== undefined,
      DoesNotExist: value === undefined,
    }[textAt(expression, 'operator') ?? ''];
    if (fits !== true) {
      return fits;
    }
  }
  return true;
}
