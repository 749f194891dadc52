import { EngineContext, EngineParts } from '../../engines';
import { inlineLayer, pinAt } from '../../engines/enginePins';
import { ConfigPlace, EngineFact, JsonValue, VersionPin } from '../../facts';
import { pinsOfLayers, ValuesFile } from '../helm/pins';
import { objectAt, textAt } from '../../lib/json';
import { Resource } from '../kustomize/resource';
import { fluxSource, helmReleaseFact, isFlux } from './fluxObjects';
import { referred } from './referred';
import { layerOfMap, layersOfSources } from './valuesFrom';

/** What a HelmRelease deploys, pins and is configured by. */
export function helmReleaseParts(
  resource: Resource,
  context: EngineContext,
): EngineParts {
  const { value, location } = resource;
  const namespace = textAt(value, 'metadata', 'namespace');
  const find = (kind: string, where: string | undefined, name: string) =>
    context.find(kind, where, name, location.path);
  const engine = helmReleaseFact(
    value,
    (kind, where, name) => find(kind, where, name)?.value,
  );
  const config: ConfigPlace[] = [];
  const versions: VersionPin[] = [];
  const spec = ['spec', 'chart', 'spec'];
  const chart = textAt(value, ...spec, 'chart');
  versions.push(...pinAt('chart', chart, resource, [...spec, 'version']));
  const source = referred(resource, [...spec, 'sourceRef'], context);
  if (source && isFlux(source.value, 'GitRepository')) {
    versions.push(...revisionPinOf(source));
  }
  const chartSource = referred(resource, ['spec', 'chartRef'], context);
  if (chartSource) {
    config.push({
      role: 'application',
      location: chartSource.location,
      note: 'brings its chart',
    });
    versions.push(...chartPinOf(chartSource, engine));
  }
  const layersFrom = (from: JsonValue): ValuesFile[] => {
    const name = textAt(from, 'name');
    if (!name || textAt(from, 'kind') !== 'ConfigMap') {
      // A Secret holds passwords, not images.
      return [];
    }
    const map = find('ConfigMap', namespace, name);
    if (map) {
      const files = map.places.filter(({ note }) => note === 'is its data');
      config.push(
        ...(files.length > 0 ? files : [{ location: map.location }]).map(
          (at): ConfigPlace => ({
            role: 'values',
            location: at.location,
            note: `values of ${name}`,
          }),
        ),
      );
    }
    return [layerOfMap(from, map, resource, context)];
  };
  versions.push(
    // Its own values have the last word.
    ...pinsOfLayers(context.repository, [
      ...layersOfSources(resource, layersFrom),
      inlineLayer(resource, ['spec', 'values']),
    ]),
  );
  return { engine, versions, config };
}

/** The revision of a Git repository or an artifact, where it is pinned at all. */
export function revisionPinOf(source: Resource): VersionPin[] {
  const { url } = fluxSource(source.value);
  // In the order in which Flux looks at them; an artifact has neither commit nor name, a repository no digest.
  for (const field of ['commit', 'name', 'digest', 'semver', 'tag']) {
    if (textAt(source.value, 'spec', 'ref', field)) {
      return pinAt('revision', url, source, ['spec', 'ref', field]);
    }
  }
  return [];
}

/** The chart version that an OCIRepository or HelmChart pins. */
function chartPinOf(
  source: Resource,
  engine: EngineFact | undefined,
): VersionPin[] {
  if (isFlux(source.value, 'HelmChart')) {
    return pinAt('chart', textAt(source.value, 'spec', 'chart'), source, [
      'spec',
      'version',
    ]);
  }
  const name = engine?.chart ?? fluxSource(source.value).url?.split('/').pop();
  const ref = objectAt(source.value, 'spec', 'ref');
  const digest = textAt(ref, 'digest');
  const tag = textAt(ref, 'tag');
  // The digest decides, the tag tells people what it is.
  if (digest && tag) {
    return pinAt(
      'chart',
      name,
      source,
      ['spec', 'ref', 'tag'],
      `${tag}@${digest}`,
    );
  }
  for (const field of ['digest', 'semver', 'tag']) {
    if (textAt(ref, field)) {
      return pinAt('chart', name, source, ['spec', 'ref', field]);
    }
  }
  return [];
}
