import { ArgoContext, argoDeployments } from '../argocd/deployments';
import { listAt } from '../json';
import { Resource } from '../kustomize/resource';
import { perOrigin } from '../perFile';
import { ParsedRepository } from '../reader';
import { baseName } from '../treePaths';
import { Deployments, EngineObject } from './deployment';
import { TreeIndex } from './treeIndex';

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
