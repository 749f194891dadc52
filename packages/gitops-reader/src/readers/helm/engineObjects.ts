import type { EngineObject, Release } from '../../engines';
import { isEngine, isLookedUp } from '../../engines/engines';
import { JsonValue } from '../../facts';
import { isObject } from '../../lib/json';
import { identityOf, Resource } from '../kustomize/resource';
import { perFile } from '../../memory/perFile';
import { ParsedRepository } from '../reader';
import { chartsOf, isInstalled } from './charts';
import { engineOrigins } from './engineOrigins';
import { Installed, installationsOf, releasesByDirectory } from './releases';
import { renderChart } from './renderChart';
import { RenderedObject } from './template/documents';
import { gap } from './template/value';

/** What may be spent on templates of engine objects. */
const stepsOfRepository = 5_000_000;
/** Engine objects of templates that are followed. */
const mostEngines = 5000;

/** Engine objects that charts of this repository make, and what those look up. */
export interface ChartEngines {
  engines: EngineObject[];
  lookedUp: Resource[];
}

/** Whether a template may make an object of an engine. */
const mayMakeEngines = perFile(({ text }) =>
  text === undefined
    ? false
    : /argoproj\.io|toolkit\.fluxcd\.io/.test(text) &&
      /^kind:\s*["']?(Application|ApplicationSet|Kustomization|HelmRelease|(Git|OCI|Helm)Repository)\b/m.test(
        text,
      ),
);

/**
 * Renders what charts deploy engines with: once for each release of the chart that is known, otherwise for each
 * environment. Objects of which it is unknown whether they are there, what they are called or what they deploy are
 * left alone.
 */
export function chartEngines(
  releases: readonly Release[],
  repository: ParsedRepository,
): ChartEngines {
  const found: ChartEngines = { engines: [], lookedUp: [] };
  const byDirectory = releasesByDirectory(releases);
  const budget = { steps: stepsOfRepository };
  const isRead = (path: string) => {
    const file = repository.files.get(path);
    return file !== undefined && mayMakeEngines(file, repository);
  };
  for (const chart of chartsOf(repository).all) {
    if (!isInstalled(chart, repository) || !chart.templates.some(isRead)) {
      continue;
    }
    for (const release of installationsOf(chart, byDirectory, repository)) {
      if (budget.steps < 0 || found.engines.length >= mostEngines) {
        return found;
      }
      const { environment, cluster } = release;
      const { templates } = renderChart(
        chart,
        release,
        repository,
        budget,
        isRead,
      );
      for (const { path, objects } of templates) {
        for (const object of objects) {
          const resource = resourceOf(object, path, release, repository);
          if (!resource || found.engines.length >= mostEngines) {
            continue;
          }
          if (isEngine(resource.value)) {
            found.engines.push({
              resource,
              environment,
              cluster,
              ...(object.engine?.openValues ? { openValues: true } : {}),
              ...(release.assumed ? { assumed: true } : {}),
              madeBy: [...(release.madeBy ?? []), chart.directory],
            });
          } else if (isLookedUp(resource.value)) {
            found.lookedUp.push(resource);
          }
        }
      }
    }
  }
  return found;
}

/** The same resource for the same text from the same places, from one read to the next. */
const known = new WeakMap<RenderedObject, Map<string, Resource>>();

/** Places that one text has come from in all reads, before they are begun again. */
const mostPlaces = 100;

function resourceOf(
  object: RenderedObject,
  path: string,
  release: Installed,
  parsed: ParsedRepository,
): Resource | undefined {
  const { engine, conditional, named, lines, line } = object;
  if (!engine || conditional || !named || !isWhole(engine.value)) {
    return undefined;
  }
  const { repository, revision } = parsed;
  const { value } = engine;
  const origins = engineOrigins({ value, lines }, path, release, parsed);
  const places = known.get(object) ?? new Map<string, Resource>();
  known.set(object, places);
  const key = JSON.stringify([repository, revision, ...origins]);
  const before = places.get(key);
  if (before) {
    return before;
  }
  const resource: Resource = {
    value,
    location: { repository, revision, path, line },
    lines,
    identities: [identityOf(value)],
    places: [],
    origins,
  };
  if (places.size >= mostPlaces) {
    places.clear();
  }
  places.set(key, resource);
  return resource;
}

/** Fields that may be unknown: they change nothing of what is deployed, or whoever reads them knows what is open. */
const mayBeOpen = new Set([
  'metadata',
  'destination',
  'syncPolicy',
  'ignoreDifferences',
  'info',
  'project',
  'helm',
  'values',
  'path',
  'repoURL',
  'url',
  'targetRevision',
  'interval',
  'timeout',
]);

/** Whether all is known that decides what an engine makes of a directory. */
function isWhole(value: JsonValue): boolean {
  if (typeof value === 'string') {
    return !value.includes(gap);
  }
  if (Array.isArray(value)) {
    return value.every(isWhole);
  }
  return (
    !isObject(value) ||
    Object.keys(value).every(
      key =>
        mayBeOpen.has(key) ||
        (!key.includes(gap) && isWhole(value[key] ?? null)),
    )
  );
}
