import { claimsOfDirectories } from './claimsForPath';
import { codeownersPaths } from './codeowners';
import {
  Claim,
  DeclaredObject,
  DirectoryClaims,
  Finding,
  OwnershipRules,
  RepositoryFacts,
  SecretFact,
  SkippedFile,
  TeamFact,
} from './facts';
import { objectsOf, TestFiles } from './manifests';
import { isDocumentFile, parseFile, ParseMode } from './parseFile';
import { Places } from './paths';
import {
  EnvironmentRule,
  ParsedFile,
  ParsedRepository,
  Reader,
  ReaderResult,
} from './reader';
import { readers as allReaders } from './readers';
import { FileTree, TreeFile } from './tree';
import { baseName, directoryOf } from './treePaths';
import { maxFileBytes, tooLarge } from './yaml';

/**
 * Keeps parsed files between reads, so that a push that touches one file of thousands parses that one.
 *
 * @public
 */
export interface ParsedFileCache {
  get(key: string): ParsedFile | undefined;
  set(key: string, file: ParsedFile): void;
}

/** @public */
export interface ReadRepositoryOptions {
  /** Labels and annotations that name a team; instead of the defaults. */
  ownershipLabels?: string[];
  /** Environments in their order, before those that are known by themselves. */
  environments?: EnvironmentRule[];
  /** Called as files are read; `files` are those that have to be. */
  onProgress?: (progress: { files: number; read: number }) => void;
  cache?: ParsedFileCache;
  signal?: AbortSignal;
}

/** How long to work before others get their turn. */
const turnMs = 20;

/**
 * Reads everything that a tree of files says: objects with owners, versions and the lines that configure them, secrets,
 * teams, findings, and what could not be read.
 *
 * Throws when the tree itself cannot be listed or read, or on abort; nothing that a file holds makes it throw.
 *
 * @public
 */
export async function readRepository(
  tree: FileTree,
  options: ReadRepositoryOptions = {},
): Promise<RepositoryFacts> {
  const { repository, revision } = tree;
  const turn = takeTurns(options.signal);
  const listed = await tree.list();
  const skipped: SkippedFile[] = [];
  const files = await readFiles(tree, listed, skipped, options, turn);
  const paths = new Set(listed.map(({ path }) => path));
  const parsed: ParsedRepository = {
    repository,
    revision,
    paths,
    files,
    ...(options.ownershipLabels
      ? { ownershipLabels: options.ownershipLabels }
      : {}),
    ...(options.environments ? { environments: options.environments } : {}),
    ...(tree.branches ? { branches: await tree.branches() } : {}),
  };

  const findings: Finding[] = [];
  const tests = new TestFiles(paths);
  for (const file of files.values()) {
    if (file.skipped) {
      skipped.push({ path: file.path, reason: file.skipped });
    }
    for (const finding of file.findings) {
      findings.push({
        ...finding,
        location: { ...finding.location, repository, revision },
        // A password of a test is no leak, in all likelihood.
        severity: tests.isFixture(file.path) ? 'info' : finding.severity,
      });
    }
  }

  const results: { reader: Reader; result: ReaderResult }[] = [];
  for (const reader of allReaders) {
    await turn();
    try {
      results.push({ reader, result: reader.read(parsed) });
    } catch (error) {
      // A bug of ours, but one that must not take the other readers' answers along.
      skipped.push({
        path: '',
        reason: `the ${reader.name} reader failed: ${error instanceof Error ? error.message : error}`,
      });
    }
  }
  await turn();

  const ownership = ownershipRules(files, results);
  const places = new Places(paths);
  const objects = mergeObjects(results);
  placeObjects(objects, places);
  const claimed = attachClaims(objects, results, ownership);
  await turn();
  lowerUnbuilt(findings, files, results, claimed);
  for (const { result } of results) {
    findings.push(...(result.findings ?? []));
  }
  return {
    repository,
    revision,
    objects: claimed,
    secrets: mergeSecrets(results, places),
    credentials: results.flatMap(({ result }) => result.credentials ?? []),
    policies: results.flatMap(({ result }) => result.policies ?? []),
    pins: results.flatMap(({ result }) => result.pins ?? []),
    guesses: results.flatMap(({ result }) => result.guesses ?? []),
    teams: results.flatMap(({ result }): TeamFact[] => result.teams ?? []),
    ownership,
    findings,
    skipped: skipped.sort((a, b) => (a.path < b.path ? -1 : 1)),
    counts: {
      files: listed.length,
      parsed: [...files.values()].filter(
        file => !file.skipped || file.documents.length > 0,
      ).length,
    },
  };
}

/** Lets others have the event loop from time to time, and stops when it was asked to. */
function takeTurns(signal: AbortSignal | undefined): () => Promise<void> {
  let since = performance.now();
  return async () => {
    signal?.throwIfAborted();
    if (performance.now() - since >= turnMs) {
      await new Promise<void>(resolve => {
        // A timer would wait a millisecond and more each time; browsers have nothing quicker.
        if (typeof setImmediate === 'function') {
          setImmediate(resolve);
        } else {
          setTimeout(resolve);
        }
      });
      signal?.throwIfAborted();
      since = performance.now();
    }
  };
}

async function readFiles(
  tree: FileTree,
  listed: TreeFile[],
  skipped: SkippedFile[],
  options: ReadRepositoryOptions,
  turn: () => Promise<void>,
): Promise<Map<string, ParsedFile>> {
  const { cache, onProgress } = options;
  const charts = new Set<string>();
  for (const { path } of listed) {
    if (baseName(path) === 'Chart.yaml') {
      charts.add(directoryOf(path));
    }
  }

  const files = new Map<string, ParsedFile>();
  const missing = new Map<string, { file: TreeFile; mode: ParseMode }>();
  for (const file of listed) {
    const { path } = file;
    const mode = modeOf(file, charts);
    if (file.type !== 'file') {
      skipped.push({
        path,
        reason:
          file.type === 'symlink'
            ? 'symlink, not followed'
            : 'submodule, another repository',
      });
    } else if (mode && file.size > maxFileBytes) {
      skipped.push({ path, reason: tooLarge(file.size) });
    } else if (mode) {
      const known = cache?.get(cacheKey(file, mode));
      if (known) {
        files.set(path, known);
      } else {
        missing.set(path, { file, mode });
      }
    }
  }

  let read = 0;
  const total = missing.size;
  onProgress?.({ files: total, read });
  const answers = total > 0 ? tree.read([...missing.keys()]) : ([] as never[]);
  for await (const answer of answers) {
    const wanted = missing.get(answer.path);
    if (!wanted) {
      continue;
    }
    missing.delete(answer.path);
    if ('error' in answer) {
      skipped.push({ path: answer.path, reason: answer.error });
    } else {
      const { file, mode } = wanted;
      const parsed = parseFile(file, answer.content, mode);
      files.set(file.path, parsed);
      cache?.set(cacheKey(file, mode), parsed);
    }
    read++;
    if (read % 50 === 0 || read === total) {
      onProgress?.({ files: total, read });
    }
    await turn();
  }
  for (const path of missing.keys()) {
    skipped.push({ path, reason: 'not delivered by its source' });
  }
  return files;
}

/** How the readers want to see a file; undefined when none does. */
function modeOf(
  { path, size }: TreeFile,
  charts: Set<string>,
): ParseMode | undefined {
  const template = isChartTemplate(path, charts);
  const wanted = allReaders.some(
    reader =>
      reader.wants(path) &&
      (isDocumentFile(path) || size <= (reader.largestText ?? Infinity)),
  );
  const documents = wanted && isDocumentFile(path) && !template;
  // The text of a manifest would keep what its documents were freed of.
  const text =
    (wanted && !isDocumentFile(path)) ||
    ((template || !isDocumentFile(path)) &&
      allReaders.some(reader => reader.wantsText?.(path)));
  return documents || text ? { documents, text } : undefined;
}

/** Go templates are no YAML, even where they look like it. */
function isChartTemplate(path: string, charts: Set<string>): boolean {
  for (
    let at = path.indexOf('/templates/');
    at >= 0;
    at = path.indexOf('/templates/', at + 1)
  ) {
    if (charts.has(path.slice(0, at))) {
      return true;
    }
  }
  return path.startsWith('templates/') && charts.has('');
}

function cacheKey({ path, digest }: TreeFile, mode: ParseMode): string {
  return `1:${mode.documents ? 'd' : ''}${mode.text ? 't' : ''}:${digest}:${path}`;
}

type Results = { reader: Reader; result: ReaderResult }[];

function ownershipRules(
  files: ReadonlyMap<string, ParsedFile>,
  results: Results,
): OwnershipRules {
  const directories = results.flatMap(
    ({ result }): DirectoryClaims[] => result.directoryClaims ?? [],
  );
  const path = codeownersPaths.find(candidate => files.has(candidate));
  const text = path === undefined ? undefined : files.get(path)?.text;
  const ofAll = (claims: DirectoryClaims) =>
    claims.source === 'repository-default';
  const inner = directories.filter(claims => !ofAll(claims));
  return {
    ...(path !== undefined && text !== undefined
      ? { codeowners: { path, text } }
      : {}),
    repositoryClaims: directories.filter(ofAll).flatMap(({ claims }) => claims),
    ...(inner.length > 0 ? { directoryClaims: inner } : {}),
  };
}

/** A Secret whose every kustomization takes it out again is deployed nowhere, though the file is still in Git. */
function lowerUnbuilt(
  findings: Finding[],
  files: ReadonlyMap<string, ParsedFile>,
  results: Results,
  objects: DeclaredObject[],
): void {
  const consumed = consumedFiles(results);
  const built = new Set(
    objects
      .filter(({ kind }) => kind === 'Secret')
      .map(({ location }) => `${location.path}:${location.line}`),
  );
  for (const finding of findings) {
    const { path, line = 1 } = finding.location;
    if (finding.rule === 'plaintext-secret' && consumed.has(path)) {
      const inside = (files.get(path)?.documents ?? [])
        .flatMap(document => [...objectsOf(document)])
        .filter(object => object.line <= line)
        .at(-1);
      if (
        inside?.value.kind === 'Secret' &&
        !built.has(`${path}:${inside.line}`)
      ) {
        finding.severity = 'info';
        finding.message += '; every kustomization that takes it deletes it';
      }
    }
  }
}

function consumedFiles(results: Results): Set<string> {
  const consumed = new Set<string>();
  for (const { result } of results) {
    for (const path of result.consumed ?? []) {
      consumed.add(path);
    }
  }
  return consumed;
}

/** All objects, without the plain ones of files that another reader built, each once. */
function mergeObjects(results: Results): DeclaredObject[] {
  const consumed = consumedFiles(results);
  const merged = new Map<string, DeclaredObject>();
  for (const { reader, result } of results) {
    for (const object of result.objects ?? []) {
      if (reader.name === 'manifests' && consumed.has(object.location.path)) {
        continue;
      }
      const key = objectKey(object);
      const known = merged.get(key);
      merged.set(key, known ? union(known, object) : { ...object });
    }
  }
  return [...merged.values()];
}

function objectKey(object: DeclaredObject): string {
  const { apiVersion, kind, namespace, name, location, builtBy } = object;
  return JSON.stringify([
    apiVersion,
    kind,
    namespace,
    name,
    location.path,
    location.line,
    builtBy,
    // Two builds of one base may differ in nothing but these.
    builtBy === undefined ? undefined : [object.environment, object.cluster],
  ]);
}

/** One object that two readers tell about: each knows something of its own. */
function union(one: DeclaredObject, other: DeclaredObject): DeclaredObject {
  return {
    ...one,
    ...other,
    claims: unique([...one.claims, ...other.claims]),
    config: unique([...one.config, ...other.config]),
    versions: unique([...one.versions, ...other.versions]),
  };
}

function unique<T>(items: T[]): T[] {
  if (items.length < 2) {
    return items;
  }
  const seen = new Map<string, T>();
  for (const item of items) {
    const key = JSON.stringify(item);
    if (!seen.has(key)) {
      seen.set(key, item);
    }
  }
  return [...seen.values()];
}

/** Tells environment and cluster from paths, where the reader knew none: from what builds it, then from its own. */
function placeObjects(objects: DeclaredObject[], places: Places): void {
  for (const object of objects) {
    const own = places.of(object.location.path);
    const builder =
      object.builtBy === undefined
        ? {}
        : places.of(`${object.builtBy}/kustomization`);
    const environment =
      object.environment ?? builder.environment ?? own.environment;
    const cluster = object.cluster ?? builder.cluster ?? own.cluster;
    if (environment !== undefined) {
      object.environment = environment;
    }
    if (cluster !== undefined) {
      object.cluster = cluster;
    }
  }
}

function attachClaims(
  objects: DeclaredObject[],
  results: Results,
  ownership: OwnershipRules,
): DeclaredObject[] {
  const namespaces = new Map<string, DeclaredObject[]>();
  for (const object of objects) {
    if (object.kind === 'Namespace' && object.apiVersion === 'v1') {
      const known = namespaces.get(object.name);
      if (known) {
        known.push(object);
      } else {
        namespaces.set(object.name, [object]);
      }
    }
  }
  const ofDirectories = new Map<string, Claim[]>();
  for (const object of objects) {
    const { path } = object.location;
    let directory = ofDirectories.get(path);
    if (!directory) {
      directory = claimsOfDirectories(ownership, path);
      ofDirectories.set(path, directory);
    }
    const inherited = object.namespace
      ? namespaceClaimsFor(object, namespaces.get(object.namespace) ?? [])
      : [];
    object.claims = unique([
      ...object.claims,
      ...inherited,
      ...results.flatMap(
        ({ result }): Claim[] => result.claims?.(path, object) ?? [],
      ),
      ...directory,
    ]);
  }
  return objects;
}

/**
 * What the Namespace of an object claims, where it is certain which declaration is meant: that of the same environment
 * and cluster, and when several remain, only if they all say the same.
 */
function namespaceClaimsFor(
  object: DeclaredObject,
  candidates: DeclaredObject[],
): Claim[] {
  const fits = (one: string | undefined, other: string | undefined) =>
    one === undefined || other === undefined || one === other;
  const matching = candidates.filter(
    namespace =>
      fits(namespace.environment, object.environment) &&
      fits(namespace.cluster, object.cluster),
  );
  const [first, ...others] = matching.map(namespace =>
    namespace.claims
      .filter(({ source }) => source === 'object-label')
      .map(claim => ({ ...claim, source: 'namespace-label' as const })),
  );
  if (!first) {
    return [];
  }
  const marks = (claims: Claim[]) =>
    claims
      .map(({ raw }) => raw)
      .sort()
      .join('\n');
  return others.every(other => marks(other) === marks(first)) ? first : [];
}

function mergeSecrets(results: Results, places: Places): SecretFact[] {
  const secrets = results
    .flatMap(({ result }): SecretFact[] => result.secrets ?? [])
    .map(secret => {
      const environment =
        secret.environment ?? places.of(secret.location.path).environment;
      return environment === undefined ? secret : { ...secret, environment };
    });
  return unique(secrets);
}
