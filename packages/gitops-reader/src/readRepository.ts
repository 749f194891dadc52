import { calmAsides } from './findings/asideFindings';
import { chooseCodeowners, isLoaded } from './readers/codeowners';
import {
  DirectoryClaims,
  OwnershipRules,
  RepositoryFacts,
  SkippedFile,
} from './facts';
import { fileFindings } from './findings/fileFindings';
import { ObjectFinisher } from './objects/finishObjects';
import { testFilesOf } from './readers/manifests';
import { BuiltFiles } from './objects/builtFiles';
import { consumedFiles, ObjectMerger, Results } from './objects/mergeObjects';
import { ParsedTree } from './files/parsedTree';
import { placesOf } from './readers/paths';
import { ListMemory } from './memory/perFile';
import { PinAutomations } from './objects/pinAutomation';
import { placeSecrets } from './objects/placeFacts';
import { placedPolicies } from './readers/policies';
import {
  EnvironmentRule,
  ParsedRepository,
  Reader,
  ReaderResult,
} from './readers/reader';
import { readers } from './readers';
import { builtSecrets } from './readers/secrets';
import { FileTree } from './files/tree';
import { FloatingPins, floatingVersions } from './readers/structure';
import { takeTurns } from './lib/turns';

/** @public */
export interface ReadSettings {
  /** Labels and annotations that name a team; instead of the defaults. */
  ownershipLabels?: string[];
  /** Environments in their order, before those that are known by themselves. */
  environments?: EnvironmentRule[];
}

/** @public */
export interface ReadProgress {
  /** Called as files are read; `files` are those that have to be. */
  onProgress?: (progress: { files: number; read: number }) => void;
  signal?: AbortSignal;
}

/** @public */
export interface ReadRepositoryOptions extends ReadSettings, ReadProgress {}

/**
 * Reads one repository again and again, at the cost of what has changed: a file whose content is what it was is not
 * read again, and what was made of unchanged files stays, down to the identity of each object. Facts are the same as
 * those of {@link readRepository}. Facts hold the tree's revision: a reader that is to share them between commits gives
 * its trees one name for them all.
 *
 * All that it keeps can be made again; one read at a time.
 *
 * @public
 */
export class RepositoryReader {
  readonly #settings: ReadSettings;
  readonly #tree = new ParsedTree();
  #parsed: ParsedRepository | undefined;
  #origin = '';
  #memory = {};
  #reads = 0;
  #merger = new ObjectMerger();
  #finisher = new ObjectFinisher();
  #floating: FloatingPins = new ListMemory();

  constructor(settings: ReadSettings = {}) {
    this.#settings = settings;
  }

  /** What was read last, as readers saw it. */
  get parsed(): ParsedRepository | undefined {
    return this.#parsed;
  }

  async read(
    tree: FileTree,
    { signal, onProgress }: ReadProgress = {},
  ): Promise<RepositoryFacts> {
    const { repository, revision, hostKind } = tree;
    const turn = takeTurns(signal);
    await this.#tree.update(tree, turn, onProgress);
    const branches = await tree.branches?.();
    // All that decides what is read at which branch: what is known of it holds for as long as that is the same.
    const names = branches?.map(({ name }) => name).sort();
    const origin = JSON.stringify([repository, revision, hostKind, names]);
    if (origin !== this.#origin) {
      this.#forget();
    }
    const known = this.#origin === origin;
    // Whoever compares with the read before must have seen all of it.
    this.#origin = '';
    const { paths, files } = this.#tree;
    const parsed: ParsedRepository = {
      repository,
      revision,
      ...(hostKind ? { hostKind } : {}),
      paths,
      files,
      memory: this.#memory,
      reads: this.#reads++,
      ...(known && this.#tree.changed
        ? { changed: this.#tree.changed, order: this.#tree.order }
        : {}),
      ...this.#settings,
      ...(branches ? { branches } : {}),
    };
    this.#parsed = parsed;
    const skipped = this.#tree.skipped();
    const results = await runReaders(parsed, skipped, turn, signal);
    const ownership = ownershipRules(parsed, results);
    const places = placesOf(parsed);
    const tests = testFilesOf(parsed);
    const consumed = consumedFiles(results);
    const automations = new PinAutomations(parsed);
    const merged = this.#merger.merge(results, consumed);
    await turn();
    const finished = this.#finisher.finish(merged, results, ownership, places);
    await turn();
    const objects = automations.ofObjects(finished);
    await turn();
    const builtFiles = new BuiltFiles(parsed, objects, consumed);
    this.#origin = origin;
    const all = <T>(of: (result: ReaderResult) => T[] | undefined): T[] =>
      results.flatMap(({ result }) => of(result) ?? []);
    const pins = automations.ofPins(all(result => result.pins));
    return {
      repository,
      revision,
      objects,
      secrets: placeSecrets(
        all(({ secrets }) => secrets),
        objects,
        builtFiles,
        places,
        () => builtSecrets(parsed),
      ),
      credentials: all(({ credentials }) => credentials),
      policies: placedPolicies(
        all(result => result.policies),
        parsed,
        objects,
        consumed,
        places,
      ),
      pins,
      guesses: all(({ guesses }) => guesses),
      teams: all(({ teams }) => teams),
      ownership,
      findings: calmAsides(
        [
          ...fileFindings(parsed, objects, builtFiles),
          ...floatingVersions(objects, pins, this.#floating),
          ...all(({ findings }) => findings),
        ],
        path =>
          places.of(path).environment === 'archived' || tests.isForTests(path),
      ),
      skipped: skipped.sort((a, b) => (a.path < b.path ? -1 : 1)),
      counts: { files: paths.size, parsed: this.#tree.parsed },
    };
  }

  #forget(): void {
    this.#origin = '';
    this.#memory = {};
    this.#merger = new ObjectMerger();
    this.#finisher = new ObjectFinisher();
    this.#floating = new ListMemory();
  }
}

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
  { signal, onProgress, ...settings }: ReadRepositoryOptions = {},
): Promise<RepositoryFacts> {
  return new RepositoryReader(settings).read(tree, { signal, onProgress });
}

async function runReaders(
  parsed: ParsedRepository,
  skipped: SkippedFile[],
  turn: () => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<Results> {
  const results: { reader: Reader; result: ReaderResult }[] = [];
  for (const reader of readers) {
    await turn();
    try {
      for (const _ of reader.prepare?.(parsed) ?? []) {
        await turn();
      }
      results.push({ reader, result: reader.read(parsed) });
    } catch (error) {
      signal?.throwIfAborted();
      // A bug of ours, but one that must not take the other readers' answers along.
      skipped.push({
        path: '',
        reason: `the ${reader.name} reader failed: ${error instanceof Error ? error.message : error}`,
      });
    }
  }
  await turn();
  return results;
}

function ownershipRules(
  parsed: ParsedRepository,
  results: Results,
): OwnershipRules {
  const directories = results.flatMap(
    ({ result }): DirectoryClaims[] => result.directoryClaims ?? [],
  );
  const codeowners = chooseCodeowners(parsed);
  const ofAll = (claims: DirectoryClaims) =>
    claims.source === 'repository-default';
  const inner = directories.filter(claims => !ofAll(claims));
  return {
    ...(codeowners && isLoaded(codeowners)
      ? {
          codeowners: {
            path: codeowners.path,
            text: codeowners.text,
            dialect: codeowners.dialect,
          },
        }
      : {}),
    repositoryClaims: directories.filter(ofAll).flatMap(({ claims }) => claims),
    ...(inner.length > 0 ? { directoryClaims: inner } : {}),
  };
}
