import { ArgoContext, argoDeployments } from '../readers/argocd/deployments';
import { listAt } from '../lib/json';
import { Resource } from '../readers/kustomize/resource';
import { perOrigin } from '../memory/perFile';
import { ParsedRepository } from '../readers/reader';
import { baseName } from '../files/treePaths';
import { Deployments, EngineObject } from '../engines/deployment';
import { TreeIndex } from '../engines/treeIndex';

interface Known {
  index: TreeIndex;
  state: string;
  result: Deployments;
}

const knownOf = perOrigin(() => new WeakMap<Resource, Known>());

/**
 * What an object of Argo CD deploys. The same answer as in the read before, as the same objects, for as long as the
 * paths of the tree, what was learnt of URLs, and the object itself are the same.
 */
export function knownArgoDeployments(
  engine: EngineObject,
  context: ArgoContext,
  learnt: string,
): Deployments {
  const known = knownOf(context.repository);
  const { resource, environment, cluster, assumed, madeBy } = engine;
  const state = `${environment}\n${cluster}\n${assumed}\n${madeBy}\n${learnt}`;
  const before = known.get(resource);
  if (before?.index === context.index && before.state === state) {
    return before.result;
  }
  const result = argoDeployments(engine, context);
  if (!readsFiles(engine, result, context.repository, context.index)) {
    known.set(resource, { index: context.index, state, result });
  }
  return result;
}

/** Whether the answer depends on what stands in other files. */
function readsFiles(
  { resource }: EngineObject,
  { deployments }: Deployments,
  { files }: ParsedRepository,
  index: TreeIndex,
): boolean {
  return (
    JSON.stringify(listAt(resource.value, 'spec', 'generators')).includes(
      '"files"',
    ) ||
    deployments.some(({ path }) =>
      index
        .filesIn(path)
        .some(
          file =>
            baseName(file).startsWith('.argocd-source') && files.has(file),
        ),
    )
  );
}
