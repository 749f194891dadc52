import { ObjectKey } from '@plumbline/gitops-lookup';
import {
  DeployedPart,
  JoinOptions,
  KnownCluster,
  leadsTo,
  PlaceNames,
  RepositoryService,
} from '@plumbline/gitops-promotion';
import { LiveObject } from '@plumbline/gitops-reader';
import { Knex } from 'knex';
import { DatabaseIndex } from '../../index/DatabaseIndex';

/** Keys of one question. */
const CHUNK = 100;
const MAX_OBJECTS = 5_000;
/** Names under which the engine objects of one service are looked for. */
const MAX_NAMES = 100;

/**
 * Services with what engines of clusters deploy of them, where a place is called otherwise than any cluster: only then
 * somebody is asked. Engine objects are found by their names, since nearly all are called after what they deploy.
 */
export async function withDeployedParts(
  reader: Knex,
  services: RepositoryService[],
  { clusters = [], environments }: JoinOptions,
): Promise<RepositoryService[]> {
  const names = new PlaceNames(clusters, environments);
  const wanted = new Map<RepositoryService, string[]>();
  for (const service of clusters.length > 0 ? services : []) {
    const unknown = service.places.filter(
      ({ environment, cluster }) =>
        cluster !== undefined && !names.isTold({ environment, cluster }),
    );
    if (unknown.length > 0) {
      wanted.set(service, enginesOf(service.name, unknown, clusters));
    }
  }
  const engines = await liveEngines(reader, [...wanted.values()].flat());
  return services.map(service => {
    const deployed = wanted
      .get(service)
      ?.flatMap(name => engines.get(name) ?? [])
      .flatMap(engine => partOf(engine, service));
    return deployed && deployed.length > 0 ? { ...service, deployed } : service;
  });
}

/** `cart`, `cart-frankfurt`, `frankfurt-cart`, and `cart-prod-eu` where that may be what Frankfurt is. */
function enginesOf(
  service: string,
  places: RepositoryService['places'],
  clusters: readonly KnownCluster[],
): string[] {
  const environments = new Set(places.map(({ environment }) => environment));
  const perhaps = clusters.filter(
    ({ environment }) =>
      environment === undefined || environments.has(environment),
  );
  return [
    ...new Set([
      service,
      ...places.flatMap(({ cluster }) => [
        `${service}-${cluster}`,
        `${cluster}-${service}`,
      ]),
      ...perhaps.map(({ name }) => `${service}-${name}`),
    ]),
  ].slice(0, MAX_NAMES);
}

async function liveEngines(
  reader: Knex,
  names: string[],
): Promise<Map<string, LiveObject[]>> {
  const keys = [...new Set(names)].flatMap((name): ObjectKey[] =>
    ['Application', 'Kustomization'].map(kind => ({ kind, name })),
  );
  const index = new DatabaseIndex(reader);
  const found = new Map<string, LiveObject[]>();
  for (let from = 0; from < keys.length; from += CHUNK) {
    const chunk = keys.slice(from, from + CHUNK);
    for (const each of await index.objects(chunk, MAX_OBJECTS)) {
      if (each.origin === 'live' && each.goneSince === undefined) {
        const { object } = each;
        found.set(object.name, [...(found.get(object.name) ?? []), object]);
      }
    }
  }
  return found;
}

function partOf(
  { engine, cluster }: LiveObject,
  { repository }: RepositoryService,
): DeployedPart[] {
  // Sources of Flux are objects of their own, which know the address.
  return engine?.path !== undefined &&
    (engine.repoUrl === undefined || leadsTo(engine.repoUrl, repository))
    ? [
        {
          path: engine.path,
          ...(engine.valuesFiles && { valuesFiles: engine.valuesFiles }),
          cluster: engine.destinationCluster ?? cluster,
        },
      ]
    : [];
}
