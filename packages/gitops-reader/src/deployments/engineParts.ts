import { isApplication, isApplicationSet } from '../readers/argocd/application';
import { applicationParts, applicationSetParts } from '../readers/argocd/parts';
import { EngineContext, EngineParts } from '../engines';
import { isFlux, isOperatorRelease } from '../readers/flux/fluxObjects';
import { operatorReleaseParts } from '../readers/flux/helmOperator';
import { kustomizationParts } from '../readers/flux/kustomizationParts';
import { helmReleaseParts } from '../readers/flux/parts';
import { Resource } from '../readers/kustomize/resource';

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
