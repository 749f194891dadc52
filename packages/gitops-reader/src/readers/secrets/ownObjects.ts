import { JsonObject } from '../../facts';
import { isObject, listAt } from '../../lib/json';
import { isKubernetesObject, objectsOf, PlacedObject } from '../manifests';
import { YamlDocument } from '../reader';
import { lineOf, linesOf } from '../../yaml';

/** `extraObjects`, `raw: {resources}`: what charts take for objects of their user's own. */
const ownObjects =
  /^((extra|additional|raw)_?(deploy|k8s)?_?(objects?|manifests?|resources?|templates?)|extra_?deploy|resources)$/i;
/** Values that only try a chart out. */
const trialValues = /(^|\/)ci\/[^/]*values\.ya?ml$/i;

/** Whether a mapping holds such a key with something in it: most do not, and need not be walked with their lines. */
function hasOwnObjects(value: JsonObject, depth = 6): boolean {
  for (const key of Object.keys(value)) {
    const held = value[key];
    if (
      typeof held === 'object' &&
      held !== null &&
      (ownObjects.test(key) ||
        (depth > 1 && isObject(held) && hasOwnObjects(held, depth - 1)))
    ) {
      return true;
    }
  }
  return false;
}

/** Objects that values give to a chart, to be put beside its own: in a file of them, or below what installs the chart. */
function* objectsOfValues(
  { value, lines, line }: PlacedObject,
  depth = 6,
): Generator<PlacedObject> {
  for (const [key, held] of Object.entries(value)) {
    const at = linesOf(lines, [key]);
    const isOwn = ownObjects.test(key);
    if (isOwn && (Array.isArray(held) || isObject(held))) {
      for (const [name, object] of Object.entries(held)) {
        const path = [Array.isArray(held) ? Number(name) : name];
        if (isObject(object) && isKubernetesObject(object)) {
          const own = linesOf(at, path);
          yield {
            value: object,
            lines: own,
            line: lineOf({ lines: at }, path),
          };
        }
      }
    } else if (!isOwn && depth > 1 && isObject(held)) {
      yield* objectsOfValues({ value: held, lines: at, line }, depth - 1);
    }
  }
}

/** Objects of a document, those of values, and those that a template of OpenShift makes when somebody processes it. */
export function* objectsIn(
  document: YamlDocument,
  path: string,
): Generator<PlacedObject> {
  for (const placed of objectsOf(document)) {
    yield placed;
    if (hasOwnObjects(placed.value) && !trialValues.test(path)) {
      yield* objectsOfValues(placed);
    }
    const { value, lines } = placed;
    if (
      value.kind === 'Template' &&
      /^(template\.openshift\.io\/)?v1$/.test(String(value.apiVersion))
    ) {
      for (const [position, object] of listAt(value, 'objects').entries()) {
        if (isObject(object)) {
          const at = ['objects', position];
          const own = linesOf(lines, at);
          yield { value: object, lines: own, line: lineOf({ lines }, at) };
        }
      }
    }
  }
}
