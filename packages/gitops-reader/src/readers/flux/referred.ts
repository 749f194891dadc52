import { EngineContext } from '../../engines';
import { objectAt, textAt } from '../../lib/json';
import { Resource } from '../kustomize/resource';

/** What a reference of an object leads to, in the namespace of the object unless it names another. */
export function referred(
  { value, location }: Resource,
  at: readonly string[],
  lookup: Pick<EngineContext, 'find'>,
): Resource | undefined {
  const reference = objectAt(value, ...at);
  const kind = textAt(reference, 'kind');
  const name = textAt(reference, 'name');
  const namespace =
    textAt(reference, 'namespace') ?? textAt(value, 'metadata', 'namespace');
  return kind && name
    ? lookup.find(kind, namespace, name, location.path)
    : undefined;
}
