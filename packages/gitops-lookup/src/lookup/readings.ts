import {
  Claim,
  claimsForPath,
  EngineFact,
  pathRules,
  SecretFact,
} from '@plumbline/gitops-reader';
import {
  CatalogSubject,
  FactIndex,
  IndexedObject,
  catalogSource,
} from '../factIndex';
import { Context } from './Context';
import { Declared, describe } from './ObjectStore';
import { engineFactOf, Reading, Start, trace } from './Reading';
import { MeantRepository, repositoryIds, repositoryOf } from './repositories';
import { linkLive, Missing } from './linkLive';
import { isForItAlone, isTemplate, ownValues } from './templates';
import { distinct, objectsOf, secretOf, secretRefsOf } from './compose';

const maxReadings = 24;
/** Each round climbs one step higher: from a pod to what an operator made it for, and to what deploys that. */
const maxRounds = 12;

export async function traceAll(
  context: Context,
  starts: Start[],
): Promise<Reading[]> {
  const chosen = starts.slice(0, maxReadings);
  if (chosen.length === 0) {
    return [];
  }
  let readings: Reading[] = [];
  for (let round = 0; round < maxRounds; round++) {
    const tracings = chosen.map(start =>
      trace(start, context.store, context.sources.all, context.options.argocd),
    );
    readings = tracings.map(tracing => tracing.reading);
    const repositories = tracings.flatMap(({ missing }) => missing.sources);
    const more = context.sources.lacks(repositories);
    const [loaded] = await Promise.all([
      loadMissing(
        context,
        tracings.map(({ missing }) => missing),
      ),
      context.sources.load([
        ...repositories,
        ...readings.flatMap(reading => sourcesOf(objectsOf(reading))),
      ]),
    ]);
    if (!loaded && !more) {
      break;
    }
  }
  // Several pods lead to one workload; several declarations of one place are one reading.
  const merged = new Map<string, Reading>();
  for (const reading of readings) {
    const key = placeKey(reading);
    const known = merged.get(key);
    if (known && !reading.live && !known.live) {
      known.declared = distinct(
        [...known.declared, ...reading.declared],
        ({ object }) => JSON.stringify([object.location, object.builtBy]),
      );
    } else if (!known) {
      merged.set(key, reading);
    }
  }
  return [...merged.values()];
}

/** Loads what the links of these objects need, so far as that can be told before they are chosen from. */
export async function loadLinks(
  context: Context,
  objects: IndexedObject[],
): Promise<void> {
  const missing: Missing = { keys: [], links: [] };
  for (const indexed of objects.slice(0, maxReadings)) {
    if (indexed.origin === 'live') {
      linkLive(indexed, context.store, missing, {
        argocd: context.options.argocd,
      });
    }
  }
  await loadMissing(context, [missing]);
}

/** Tells whether anything was asked for that was not before. */
async function loadMissing(
  { store }: Context,
  missing: Missing[],
): Promise<boolean> {
  const [objects, links] = await Promise.all([
    store.load(missing.flatMap(({ keys }) => keys)),
    store.loadLinks(missing.flatMap(({ links: wanted }) => wanted)),
  ]);
  return objects || links;
}

/** What others say of subjects: the portal's catalog, and what their engines deploy. */
export async function readOrigins(
  context: Context,
  readings: Reading[],
): Promise<void> {
  await Promise.all([
    readCatalog(context, readings),
    readDeployed(context, readings),
  ]);
}

async function readCatalog(
  context: Context,
  readings: Reading[],
): Promise<void> {
  const claims = await context.index.catalogClaims?.(readings.map(subjectOf));
  claims?.forEach((catalog, at) => {
    readings[at].catalog = catalog;
  });
  if (claims?.some(catalog => catalog.length > 0)) {
    await context.sources.load([catalogSource]);
  }
}

/** Of a pod, the labels of its controller and its own; of what Git declares, where it stands. */
function subjectOf({
  subject,
  chain,
  live,
  declared,
}: Reading): CatalogSubject {
  return {
    labels: Object.fromEntries(
      [...chain, ...declared, ...(live ? [live] : [])].flatMap(({ object }) =>
        Object.entries(object.labels ?? {}),
      ),
    ),
    ...(subject.namespace && { namespace: subject.namespace }),
    places: declared.map(({ object }) => ({
      repository: object.location.repository,
      path: object.location.path,
    })),
  };
}

/** Where no manifest declares a subject, the chart or directory that its engine deploys says whose it is. */
async function readDeployed(
  context: Context,
  readings: Reading[],
): Promise<void> {
  const origins = readings.flatMap(reading => {
    const engine = engineFactOf(reading.engine);
    return reading.declared.length === 0 && engine?.path && engine.repoUrl
      ? [{ reading, engine, path: trimPath(engine.path) }]
      : [];
  });
  const rulesOf = rulesOnce(
    context.index,
    origins.map(({ path }) => `${path}/_`),
  );
  const rulesOfValues = rulesOnce(
    context.index,
    origins.flatMap(({ reading, engine, path }) =>
      ownValues(reading, engine, path).map(trimPath),
    ),
  );
  await context.sources.load(
    origins.flatMap(({ engine }) =>
      [engine.repoUrl, engine.valuesRepoUrl].flatMap(repositoryIds),
    ),
  );
  for (const { reading, engine, path } of origins) {
    const meant = repositoryOf(context.sources.all, engine.repoUrl);
    if (!meant) {
      continue;
    }
    const { source, byName } = meant;
    const { name } = source;
    const known = await rulesOf(name);
    if (!known) {
      continue;
    }
    const { revision } = known;
    const values =
      repositoryOf(context.sources.all, engine.valuesRepoUrl) ?? meant;
    const valuesRevision =
      values.source.id === source.id
        ? revision
        : (values.source.revision ?? '');
    const made = isTemplate(reading, engine, path, name)
      ? await makersOf(rulesOfValues, { reading, engine, path, values })
      : undefined;
    const role = engine.valuesFiles?.length ? 'values' : 'manifest';
    const files = engine.valuesFiles?.length ? engine.valuesFiles : [path];
    reading.from = {
      source: source.id,
      claims: saidOf(
        meant,
        claimsForPath(known.rules, name, revision, `${path}/_`),
      ),
      ...(made && { makers: made }),
      ...(byName && { byName: engine.repoUrl }),
      config: files.map(file => ({
        role,
        location: {
          repository: values.source.name,
          revision: valuesRevision,
          path: trimPath(file),
        },
        ...(role === 'manifest' && {
          note: 'the directory it is deployed from',
        }),
      })),
    };
  }
}

/** What a repository says, which may be another one where its name is all that leads to it. */
function saidOf({ byName }: MeantRepository, claims: Claim[]): Claim[] {
  return byName ? claims.map(claim => ({ ...claim, doubtful: true })) : claims;
}

/** Asks for the rules of a repository once, whatever is asked of it. */
function rulesOnce(
  index: FactIndex,
  paths: string[],
): (repository: string) => ReturnType<FactIndex['ownershipRules']> {
  const asked = new Map<string, ReturnType<FactIndex['ownershipRules']>>();
  return repository => {
    const rules =
      asked.get(repository) ?? index.ownershipRules(repository, paths);
    asked.set(repository, rules);
    return rules;
  };
}

/** Rules of the values that are for a release alone, otherwise of the file of what deploys it. */
async function makersOf(
  rulesOf: ReturnType<typeof rulesOnce>,
  {
    reading,
    engine,
    path,
    values,
  }: {
    reading: Reading;
    engine: EngineFact;
    path: string;
    values: MeantRepository;
  },
): Promise<Claim[]> {
  const { name, revision = '' } = values.source;
  const files = ownValues(reading, engine, path).map(trimPath);
  const known = files.length > 0 ? await rulesOf(name) : undefined;
  const ofValues = known
    ? files.flatMap(file => claimsForPath(known.rules, name, revision, file))
    : [];
  const rules = pathRules(saidOf(values, ofValues));
  return rules.length > 0
    ? rules
    : pathRules(
        (reading.engine?.declared ?? [])
          .filter(({ object }) =>
            isForItAlone(object.location.path, reading, engine, path),
          )
          .flatMap(({ object }) => object.claims),
      );
}

export async function secretsFor(
  context: Context,
  reading: Reading | undefined,
): Promise<SecretFact[]> {
  const names = reading ? secretRefsOf(reading) : [];
  const namespace = reading?.subject.namespace;
  if (!reading || names.length === 0 || !namespace) {
    return [];
  }
  if (context.index.secrets) {
    return context.index.secrets(namespace, names);
  }
  const keys = names.map(name => ({ name, namespace }));
  await context.store.load(keys);
  return keys
    .flatMap(key => context.store.find(key))
    .filter((hit): hit is Declared => hit.origin === 'declared')
    .flatMap(hit => secretOf(hit) ?? []);
}

function trimPath(path: string): string {
  return path.replace(/^(?:\.?\/)+|\/+$/g, '');
}

export function placeKey({ subject, cluster, environment }: Reading): string {
  return JSON.stringify([
    describe(subject),
    cluster,
    cluster ? '' : environment,
  ]);
}

export function sourcesOf(objects: { source: string }[]): string[] {
  return objects.map(({ source }) => source);
}
