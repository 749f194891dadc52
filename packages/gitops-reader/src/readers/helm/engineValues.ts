import { applicationSources, isApplication } from '../argocd/application';
import { sourceOverrides } from '../argocd/sourceOverrides';
import { EngineValues, sourceValues } from '../argocd/sourceValues';
import { Deployment, isOpen } from '../../engines';
import { inlineLayer } from '../../engines/enginePins';
import { isFlux, isOperatorRelease } from '../flux/fluxObjects';
import { listAt, objectAt, textAt } from '../../lib/json';
import { ParsedRepository } from '../reader';
import { openedValue } from './openedValue';

/** Values that stand in the object of the engine, or beside what it deploys. */
export function engineValues(
  { engine: { resource, openValues = false }, fact, path }: Deployment,
  repository: ParsedRepository,
): EngineValues {
  const { value } = resource;
  if (isFlux(value, 'HelmRelease') || isOperatorRelease(value)) {
    const values = objectAt(value, 'spec', 'values');
    return {
      values: values ? [openedValue(values)] : [],
      images: [inlineLayer(resource, ['spec', 'values'])],
      closed: !openValues && listAt(value, 'spec', 'valuesFrom').length === 0,
    };
  }
  const entry = applicationSources(value).find(
    ({ source }) =>
      textAt(source, 'path') !== undefined &&
      (fact.path === path || textAt(source, 'path') === path),
  );
  if (!isApplication(value) || !entry) {
    return { values: [], images: [], closed: false };
  }
  const given = sourceValues(
    resource,
    entry,
    sourceOverrides(path, value, repository),
  );
  return { ...given, closed: given.closed && !openValues };
}

/** Whether files of values that are not read may set what others leave to a default. */
export function hasUnreadFiles(
  { fact: { valuesFiles = [], valuesRepoUrl } }: Deployment,
  { paths, files }: ParsedRepository,
): boolean {
  return valuesFiles.some(
    path =>
      isOpen(path) ||
      (paths.has(path) ? !files.has(path) : valuesRepoUrl !== undefined),
  );
}
