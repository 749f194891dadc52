import { JsonValue } from '../facts';
import { textAt } from '../json';

/** Whether Argo CD or Flux has this object for itself, or it is no object at all: then it says nothing about what runs. */
export function isOfEngine(value: JsonValue): boolean {
  const apiVersion = textAt(value, 'apiVersion');
  return (
    apiVersion === undefined ||
    /^(argoproj\.io|[a-z]+\.toolkit\.fluxcd\.io)\//.test(apiVersion)
  );
}
