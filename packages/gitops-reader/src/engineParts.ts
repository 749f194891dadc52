import { isApplication, isApplicationSet } from './argocd/application';
import { applicationParts, applicationSetParts } from './argocd/parts';
import { ConfigPlace, EngineFact, VersionPin } from './facts';
import { isFlux, isOperatorRelease } from './flux/fluxObjects';
import { operatorReleaseParts } from './flux/helmOperator';
import { kustomizationParts } from './flux/kustomizationParts';
import { helmReleaseParts } from './flux/parts';
import { Resource } from './kustomize/resource';
import { ParsedRepository } from './reader';

/** What the engines of a repository need to know of each other. */
export interface EngineContext {
  repository: ParsedRepository;
  /** Finds a source or a generated ConfigMap, of several the one that stands nearest to a path. */
  find(
    kind: string,
    namespace: string | undefined,
    name: string,
    near?: string,
  ): Resource | undefined;
  /** Whether a URL leads to this repository. */
  isOwn(url: string | undefined): boolean;
}

/** What an engine object adds to the plain object. */
export interface EngineParts {
  engine?: EngineFact;
  versions: VersionPin[];
  config: ConfigPlace[];
}

/** What an engine object deploys, and the versions that it pins; undefined for any other object. */
export function engineParts(
  resource: Resource,
  context: EngineContext,
): EngineParts | undefined {
  const { value } = resource;
  if (isApplication(value)) {
    return applicationParts(resource, context);
  }
  if (isApplicationSet(value)) {
    return applicationSetParts(resource);
  }
  if (isFlux(value, 'Kustomization')) {
    return kustomizationParts(resource, context);
  }
  if (isOperatorRelease(value)) {
    return operatorReleaseParts(resource, context);
  }
  return isFlux(value, 'HelmRelease')
    ? helmReleaseParts(resource, context)
    : undefined;
}
