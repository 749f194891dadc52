import { JsonValue } from '../facts';
import { textAt } from '../json';

/** Whether this is an object by which Argo CD or Flux deploys others, or no object at all. */
export function isEngineObject(value: JsonValue): boolean {
  const apiVersion = textAt(value, 'apiVersion');
  return (
    apiVersion === undefined ||
    /^(argoproj\.io|[a-z]+\.toolkit\.fluxcd\.io)\//.test(apiVersion)
  );
}
