import {
  Change,
  FileLocation,
  LiveObject,
  ObjectRef,
} from '@plumbline/gitops-reader';
import { ObjectKey } from '../factIndex';
import { Ownership, resolvePrecedence } from '../ownership/resolveOwners';
import { claimsOf, distinct, lastChangeOf } from './compose';
import { Context } from './Context';
import type { LookupOptions } from './createLookup';
import { Declared, describe, Live, present, refOf } from './ObjectStore';
import { ownershipOf } from './ownershipOf';
import { engineFactOf, isWorkload, Reading, Start, trace } from './Reading';
import { repositoryIds } from './repositories';
import { linksOfSecrets, loadSecretStates, saidOfSecrets } from './liveViews';
import { readOrigins, traceAll } from './readings';
import { Standing, standingOf } from './standing';

/** Who owns an object, found as the lookup finds it. @public */
export interface ObjectOwnership {
  object: ObjectRef;
  /** Source that has it: the cluster that reports it, otherwise the repository that declares it. */
  source: string;
  origin: 'live' | 'declared';
  cluster?: string;
  environment?: string;
  ownership: Ownership;
  /** The line of Git that declares it. */
  location?: FileLocation;
  lastChange?: Change & { repository: string };
  /** How it stands, of what runs. */
  standing?: Standing;
  /**
   * Other objects and repositories (ids of sources) that this was read from or would be, and links that others may declare: when one of them changes, it
   * may be different.
   */
  readFrom: (ObjectKey | { repository: string } | { link: string })[];
}

/** Objects that one call takes at most: as many as one question of the lookup follows. */
const atOnce = 24;

/** Objects of one name, with all that is read for them. */
const mostOfOne = 5_000;

/** A part of them would pass for all of them. */
function tooMany(keys: readonly ObjectKey[]): string {
  return `There are more than ${mostOfOne.toLocaleString('en')} objects to read for ${keys.map(describe).join(', ')}: nobody can tell who owns each of them`;
}

/**
 * Who owns each of these workloads and namespaces, in every cluster that reports them and every environment that
 * declares them: the owner that the lookup would answer with. What a controller made belongs to the controller and is left out.
 *
 * @public
 */
export async function ownershipOfObjects(
  options: Pick<LookupOptions, 'index' | 'ownership' | 'argocd'>,
  keys: readonly Required<ObjectKey>[],
): Promise<ObjectOwnership[]> {
  const found: ObjectOwnership[] = [];
  for (let start = 0; start < keys.length; start += atOnce) {
    found.push(...(await ofSome(options, keys.slice(start, start + atOnce))));
  }
  return found;
}

async function ofSome(
  options: Parameters<typeof ownershipOfObjects>[0],
  keys: readonly Required<ObjectKey>[],
  mostObjects?: number,
): Promise<ObjectOwnership[]> {
  const context = new Context(
    options,
    resolvePrecedence(options.ownership?.precedence),
    mostObjects,
  );
  await context.store.load([
    ...keys,
    // A manifest may leave its namespace to whatever applies it: is it known from anywhere?
    ...keys
      .filter(({ namespace, kind }) => namespace === null && isWorkload(kind))
      .map(({ kind, name }) => ({ kind, name })),
  ]);
  if (context.store.truncated) {
    return await ofFewer(options, keys, mostObjects);
  }
  const live = (key: Partial<ObjectKey> & { name: string }) =>
    context.store
      .find(key)
      .filter(
        (indexed): indexed is Live =>
          indexed.origin === 'live' && !indexed.goneSince,
      );
  const own = keys.flatMap(key =>
    live(key).filter(({ object }) => !isMade(object)),
  );
  const elsewhere = keys
    .filter(({ namespace, kind }) => namespace === null && isWorkload(kind))
    .flatMap(({ kind, name }) => live({ kind, name }));
  const readings = await follow(context, own.map(startAt));
  const used = new Set(
    [...readings, ...(await follow(context, elsewhere.map(startAt)))].flatMap(
      reading => reading.declared,
    ),
  );
  const declared = keys
    .flatMap(key => context.store.find(key))
    .filter(
      (indexed): indexed is Declared =>
        indexed.origin === 'declared' && !used.has(indexed),
    );
  const onlyDeclared: Reading[] = [];
  for (let start = 0; start < declared.length; start += atOnce) {
    onlyDeclared.push(
      ...(await traceAll(
        context,
        declared.slice(start, start + atOnce).map((indexed): Start => ({
          declared: indexed,
          confidence: 'certain',
          reasons: [],
        })),
      )),
    );
  }
  if (context.store.truncated) {
    return await ofFewer(options, keys, mostObjects);
  }
  const all = [...readings, ...onlyDeclared];
  const running = all.filter(({ subject }) => subject.kind !== 'Namespace');
  await Promise.all([
    readOrigins(context, all),
    loadSecretStates(context, running),
  ]);
  const directory = await context.directory(
    all.flatMap(claimsOf).map(claim => claim.raw),
  );
  return all.map((reading, at) => {
    const started = own[at]?.object;
    const [place] = reading.declared;
    const lastChange = lastChangeOf(reading);
    return {
      object: started ? refOf(started) : reading.subject,
      source: own[at]?.source ?? place?.source ?? '',
      origin: started ? 'live' : 'declared',
      ...(reading.cluster && { cluster: reading.cluster }),
      ...(reading.environment && { environment: reading.environment }),
      ownership: ownershipOf(context, reading, directory),
      ...(place && { location: place.object.location }),
      ...(lastChange && { lastChange }),
      ...(running.includes(reading) && {
        standing: standingOf(context, reading),
      }),
      readFrom: readFrom(context, reading),
    };
  });
}

/** Too many namesakes for one question: fewer objects at once see all of theirs, and one alone is as often there as it is. */
async function ofFewer(
  options: Parameters<typeof ofSome>[0],
  keys: readonly Required<ObjectKey>[],
  mostObjects: number | undefined,
): Promise<ObjectOwnership[]> {
  if (mostObjects !== undefined) {
    throw new Error(tooMany(keys));
  }
  const half = Math.ceil(keys.length / 2);
  return keys.length > 1
    ? [
        ...(await ofSome(options, keys.slice(0, half))),
        ...(await ofSome(options, keys.slice(half))),
      ]
    : await ofSome(options, keys, mostOfOne);
}

/** One reading for each start: what they need is loaded together. */
async function follow(context: Context, starts: Start[]): Promise<Reading[]> {
  for (let start = 0; start < starts.length; start += atOnce) {
    await traceAll(context, starts.slice(start, start + atOnce));
  }
  return starts.map(
    start =>
      trace(start, context.store, context.sources.all, context.options.argocd)
        .reading,
  );
}

function startAt(live: Live): Start {
  return { live, confidence: 'certain', reasons: [] };
}

/** Pods, ReplicaSets and Jobs belong to what made them. */
function isMade({ kind, controller }: LiveObject): boolean {
  return (
    ['Pod', 'ReplicaSet', 'ReplicationController', 'Job'].includes(kind) &&
    controller !== undefined &&
    controller.kind !== 'Node'
  );
}

function readFrom(
  context: Context,
  reading: Reading,
): ObjectOwnership['readFrom'] {
  const { subject, live, engine } = reading;
  const key = (ref: {
    kind: string;
    namespace?: string;
    name: string;
  }): ObjectKey => ({
    kind: ref.kind,
    name: ref.name,
    namespace: ref.namespace ?? null,
  });
  const made = engine?.live?.object.controller;
  const outer = engine?.live?.object.deployedBy;
  const { source } = engine?.live?.object.engine ?? {};
  const holder =
    source &&
    present(context.store.live(source, engine?.live?.object.cluster))?.object
      .source?.from;
  return distinct(
    [
      // An operator's resource, of which the workload is a part.
      ...(reading.chain.length > 0 ? [key(subject)] : []),
      ...(live?.object.controller ? [key(live.object.controller)] : []),
      ...(engine ? [key(engine.ref)] : []),
      ...(made ? [key(made)] : []),
      ...(outer ? [key(outer)] : []),
      ...(source ? [key(source)] : []),
      ...(holder ? [key(holder)] : []),
      ...repositoriesAsked(reading).map(repository => ({ repository })),
      ...linksOfSecrets(reading).map(link => ({ link })),
      ...saidOfSecrets(context, reading).map(({ object }) => key(object)),
    ],
    each => JSON.stringify(each),
  );
}

/** Ids of the repositories that would tell more, were they indexed, or that tell whose what is deployed from them is. */
function repositoriesAsked({ engine, declared, tied }: Reading): string[] {
  const fact = engineFactOf(engine);
  // What its own manifest there says is noted with that.
  return declared.some(indexed => tied.includes(indexed))
    ? []
    : [fact?.repoUrl, fact?.valuesRepoUrl].flatMap(repositoryIds);
}
