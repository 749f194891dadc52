import { JsonObject, LiveSource, ObjectRef } from '../facts';
import {
  fluxSource,
  helmReleaseFact,
  isFlux,
  isFluxSource,
} from '../readers/flux/fluxObjects';
import { compact, objectAt, textAt } from '../lib/json';

type SourceRef = Omit<ObjectRef, 'apiVersion'>;

function sourceRef(
  ref: JsonObject | undefined,
  namespace: string | undefined,
): SourceRef | undefined {
  const kind = textAt(ref, 'kind');
  const name = textAt(ref, 'name');
  return kind && name
    ? compact<SourceRef>({
        kind,
        namespace: textAt(ref, 'namespace') ?? namespace,
        name,
      })
    : undefined;
}

/** The source of Flux that an engine object reads. */
export function sourceReadBy(object: JsonObject): SourceRef | undefined {
  const namespace = textAt(object, 'metadata', 'namespace');
  const spec = objectAt(object, 'spec');
  if (isFlux(object, 'Kustomization')) {
    return sourceRef(objectAt(spec, 'sourceRef'), namespace);
  }
  return isFlux(object, 'HelmRelease')
    ? sourceRef(
        objectAt(spec, 'chartRef') ??
          objectAt(spec, 'chart', 'spec', 'sourceRef'),
        namespace,
      )
    : undefined;
}

/** What a source of Flux leads to. A HelmChart leads to another source. */
export function sourceOf(object: JsonObject): LiveSource | undefined {
  if (!isFluxSource(object)) {
    return undefined;
  }
  if (!isFlux(object, 'HelmChart')) {
    return compact(fluxSource(object));
  }
  const spec = objectAt(object, 'spec');
  const namespace = textAt(object, 'metadata', 'namespace');
  // A HelmChart says of a chart what a HelmRelease may say of it in place.
  const chart = helmReleaseFact(
    { metadata: { namespace }, spec: { chart: { spec } } },
    () => undefined,
  );
  return compact<LiveSource>({
    from: sourceRef(objectAt(spec, 'sourceRef'), namespace),
    path: chart?.path,
    chart: chart?.chart,
    valuesFiles: chart?.valuesFiles,
    revision: chart?.revision,
  });
}
