import {
  Change,
  ClusterReading,
  FileTree,
  LiveObject,
  RepositoryFacts,
  SkippedFile,
  TreeFile,
} from '@plumbline/gitops-reader';
import {
  ClusterDescriptor,
  ClusterProvider,
  RepositoryDescriptor,
  RepositoryOpener,
} from '@plumbline/plugin-plumbline-node';
import { maskSubject } from '../masking/maskText';
import {
  ClaimedSource,
  KnownFile,
  ReplaceResult,
  SourceStore,
} from '../index/SourceStore';
import { ReadingSettings, RepositoryReaders } from './RepositoryReaders';

/** Objects that left a cluster stay findable, marked: an alert may come days after its pod went. */
export const KEEP_GONE_OBJECTS_MS = 14 * 24 * 3600 * 1000;

/** Facts name a revision in every location. With one name for all, unchanged facts are shared between reads. */
const SAME_REVISION = 'HEAD';

/** A read that wants to remove most of a source is repeated after this time. */
const CONFIRM_AFTER_MS = 60_000;

export interface ReadContext {
  store: SourceStore;
  factsVersion: string;
  reading: ReadingSettings;
  readers: RepositoryReaders;
  signal: AbortSignal;
  now: () => Date;
}

export type ReadResult = ReplaceResult | { result: 'unchanged' };

/** Reads a repository at the head of its branch, unless that is what the index holds. */
export async function readRepositorySource(
  source: ClaimedSource,
  repository: RepositoryDescriptor,
  opener: RepositoryOpener,
  context: ReadContext,
): Promise<ReadResult> {
  const { store, signal, factsVersion, now } = context;
  const started = performance.now();
  const head = await opener.head(repository, { signal });
  if (
    head === source.revision &&
    factsVersion === source.factsVersion &&
    !source.confirmRemoval
  ) {
    await store.unchanged(source, now());
    return { result: 'unchanged' };
  }
  const opened = await opener.open(repository, { signal });
  try {
    const tree = listedOnce(opened.tree);
    const reader = context.readers.take(source.sourceId, context.reading);
    const facts = await reader.read(tree, { signal });
    context.readers.put(source.sourceId, reader);
    signal.throwIfAborted();
    const files = await withChanges(
      await tree.list(),
      facts,
      await store.knownFiles(source.sourceId),
      paths => opened.lastChanges(paths),
    );
    signal.throwIfAborted();
    return await store.replaceRepository(source, {
      revision: opened.tree.revision,
      facts,
      files,
      factsVersion,
      tookMs: performance.now() - started,
      ...times(now()),
    });
  } finally {
    await opened.close();
  }
}

/** Reads all objects of a cluster. */
export async function readClusterSource(
  source: ClaimedSource,
  cluster: ClusterDescriptor,
  provider: ClusterProvider,
  context: ReadContext,
): Promise<ReadResult> {
  const { store, signal, factsVersion, now } = context;
  if (!provider.objects) {
    throw new Error(`The provider ${provider.id} has no picture of a cluster`);
  }
  const started = performance.now();
  const parts = provider.objects(cluster, { signal, held: source.lastSuccess });
  const reading = new ClusterReading(cluster.name);
  const skipped: SkippedFile[] = [];
  let taken = new Date(Number.NaN);
  async function* objects(): AsyncGenerator<LiveObject> {
    for await (const part of parts) {
      signal.throwIfAborted();
      if ('object' in part) {
        yield* reading.read(part.object);
      } else if ('skipped' in part) {
        skipped.push(part.skipped);
      } else {
        taken = new Date(part.taken);
      }
    }
    signal.throwIfAborted();
  }
  return await store.replaceCluster(source, {
    environment: cluster.environment,
    objects: objects(),
    told: () => {
      const time = times(now());
      return {
        skipped: [...reading.skipped, ...skipped],
        taken: Number.isNaN(taken.getTime()) ? time.now : taken,
        keepGoneSince: new Date(time.now.getTime() - KEEP_GONE_OBJECTS_MS),
        factsVersion,
        tookMs: performance.now() - started,
        ...time,
      };
    },
  });
}

function times(now: Date): { now: Date; confirmAt: Date } {
  return { now, confirmAt: new Date(now.getTime() + CONFIRM_AFTER_MS) };
}

/**
 * The files of the tree, with the last change of those that declare or configure something. A file whose content is
 * what it was keeps its change, so that history is read for what a push touched alone.
 */
async function withChanges(
  listed: TreeFile[],
  facts: RepositoryFacts,
  known: Map<string, KnownFile>,
  lastChanges: (paths: string[]) => Promise<Map<string, Change>>,
): Promise<Map<string, KnownFile>> {
  const configures = new Set(
    facts.objects.flatMap(object =>
      [object.location, ...object.config.map(place => place.location)]
        .filter(({ repository }) => repository === facts.repository)
        .map(({ path }) => path),
    ),
  );
  const files = new Map<string, KnownFile>();
  const asked: string[] = [];
  for (const { path, digest } of listed) {
    const before = known.get(path);
    const change = before?.digest === digest ? before.change : undefined;
    files.set(path, { digest, ...(change && { change: masked(change) }) });
    if (!change && configures.has(path)) {
      asked.push(path);
    }
  }
  const changes = asked.length > 0 ? await lastChanges(asked) : new Map();
  for (const [path, change] of changes) {
    const file = files.get(path);
    if (file) {
      file.change = masked(change);
    }
  }
  return files;
}

function masked(change: Change): Change {
  return { ...change, subject: maskSubject(change.subject) };
}

/** A tree that is listed once, and whose facts do not change with the commit: the source's row holds that. */
function listedOnce(tree: FileTree): FileTree {
  let files: Promise<TreeFile[]> | undefined;
  return {
    repository: tree.repository,
    revision: SAME_REVISION,
    hostKind: tree.hostKind,
    list() {
      files ??= tree.list();
      return files;
    },
    read: paths => tree.read(paths),
    ...(tree.branches && { branches: tree.branches.bind(tree) }),
  };
}
