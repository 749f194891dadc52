import { SkippedFile } from '../facts';
import { isHelmfileName } from '../readers/helmfile';
import { FileParser, isDocumentFile, ParseMode } from './parseFile';
import { ParsedFile } from '../readers/reader';
import { readers } from '../readers';
import { FileTree, TreeFile } from './tree';
import { baseName, directoryOf } from './treePaths';
import { maxFileBytes, tooLarge } from '../yaml';

/** Files that are looked at, by their paths alone, before others get their turn. */
const filesPerTurn = 500;

/** A file of the tree, and what is known of it. */
interface Entry {
  listed: TreeFile;
  /** How the readers want to see it; undefined when none does. */
  mode?: ParseMode;
  file?: ParsedFile;
  skipped?: string;
}

/** Between two neighbours in the order of paths, so that many find a place between them before all are numbered anew. */
const apart = 2 ** 20;

/**
 * The files of a tree as readers see them. Told of one tree after another it reads and parses what is new alone: a
 * file whose content is what it was stays the same object, and so do the paths when none comes or goes.
 */
export class ParsedTree {
  /** Files as the tree listed them, and what is known of each, in the same order. */
  #listed: readonly TreeFile[] = [];
  #list: readonly Entry[] = [];
  #entries = new Map<string, Entry>();
  #charts: ReadonlySet<string> = new Set();
  #paths: ReadonlySet<string> = new Set();
  #order = new Map<string, number>();
  #files = new Map<string, ParsedFile>();
  #changed: ReadonlySet<string> | undefined;
  readonly #skipped = new Map<string, string>();
  /** What could not be read may be readable the next time. */
  readonly #unread = new Set<string>();
  #parsed = 0;

  get paths(): ReadonlySet<string> {
    return this.#paths;
  }

  /** A number for each path, which grows along the tree. Those that have just gone still have theirs, alone or not. */
  get order(): ReadonlyMap<string, number> {
    return this.#order;
  }

  get files(): ReadonlyMap<string, ParsedFile> {
    return this.#files;
  }

  /** Paths that went, came or changed with the last update, in this order; absent where the others are in another order. */
  get changed(): ReadonlySet<string> | undefined {
    return this.#changed;
  }

  /** How many files were read and parsed. */
  get parsed(): number {
    return this.#parsed;
  }

  /** Files that were not read, and why. */
  skipped(): SkippedFile[] {
    return [...this.#skipped].map(([path, reason]) => ({ path, reason }));
  }

  /** Reads a tree in place of the one before. Throws when it cannot be listed or read, and then knows what it knew. */
  async update(
    tree: FileTree,
    turn: () => Promise<void>,
    onProgress?: (progress: { files: number; read: number }) => void,
  ): Promise<void> {
    const listed = await tree.list();
    const compared = await compare(
      listed,
      this.#listed,
      this.#list,
      this.#entries,
      turn,
    );
    const { list, gone, inOrder } = compared;
    const touched = new Set(compared.fresh);
    if (this.#unread.size > 0) {
      list.forEach(({ listed: { path } }, index) => {
        if (this.#unread.has(path)) {
          touched.add(index);
        }
      });
    }
    const charts = this.#chartsOf(listed, compared);
    if (charts !== this.#charts) {
      // What is a template of a chart has changed.
      listed.forEach((_, index) => touched.add(index));
    }
    const missing: Entry[] = [];
    // Those that are gone come first: one that comes may have been given the same number.
    const changed = new Map<string, Entry | undefined>(
      gone.map(path => [path, undefined]),
    );
    let seen = 0;
    for (const index of touched) {
      if (seen++ % filesPerTurn === 0) {
        await turn();
      }
      const file = listed[index];
      const known = this.#entries.get(file.path);
      const fresh = entryOf(file, modeOf(file, charts));
      list[index] = fresh;
      changed.set(file.path, fresh);
      if (known && sameContent(known, fresh)) {
        fresh.file = known.file;
      } else if (fresh.mode && fresh.skipped === undefined) {
        missing.push(fresh);
      }
    }
    await readMissing(tree, missing, turn, onProgress);

    const came = [...changed.keys()].some(path => !this.#entries.has(path));
    this.#changed = inOrder ? new Set(changed.keys()) : undefined;
    this.#dropGone();
    this.#listed = listed;
    this.#list = list;
    this.#charts = charts;
    if (came || gone.length > 0 || !inOrder) {
      this.#entries = new Map(
        this.#list.map(entry => [entry.listed.path, entry]),
      );
      this.#paths = new Set(this.#entries.keys());
      this.#number(inOrder);
    } else {
      changed.forEach((entry, path) => entry && this.#entries.set(path, entry));
    }
    this.#takeOver(changed, inOrder);
  }

  /** Directories of charts: the same set where these are the same. */
  #chartsOf(
    listed: readonly TreeFile[],
    { fresh, gone }: Comparison,
  ): ReadonlySet<string> {
    const mayDiffer = [...fresh.map(index => listed[index].path), ...gone].some(
      path => isChart(path),
    );
    if (!mayDiffer) {
      return this.#charts;
    }
    const charts = new Set(
      listed
        .filter(({ path }) => isChart(path))
        .map(({ path }) => directoryOf(path)),
    );
    return charts.size === this.#charts.size &&
      [...charts].every(chart => this.#charts.has(chart))
      ? this.#charts
      : charts;
  }

  #dropGone(): void {
    if (this.#order.size !== this.#paths.size) {
      for (const path of this.#order.keys()) {
        if (!this.#paths.has(path)) {
          this.#order.delete(path);
        }
      }
    }
  }

  /** Gives numbers to paths that came; those of the others stay, unless there is no room between them. */
  #number(inOrder: boolean): void {
    const number = (renew: boolean): boolean => {
      let before = 0;
      let after = 0;
      for (const [index, { listed }] of this.#list.entries()) {
        const known = renew ? undefined : this.#order.get(listed.path);
        if (known !== undefined) {
          before = known;
          continue;
        }
        if (!renew && index >= after) {
          after = index + 1;
          while (
            after < this.#list.length &&
            !this.#order.has(this.#list[after].listed.path)
          ) {
            after++;
          }
        }
        const next = renew
          ? undefined
          : this.#order.get(this.#list[after]?.listed.path ?? '');
        const own =
          next === undefined
            ? before + apart
            : before + (next - before) / (after - index + 1);
        if (next !== undefined && !(own > before && own < next)) {
          return false;
        }
        this.#order.set(listed.path, own);
        before = own;
      }
      return true;
    };
    if (!inOrder || !number(false)) {
      this.#order.clear();
      number(true);
    }
  }

  /** Takes over what has changed. */
  #takeOver(
    changed: ReadonlyMap<string, Entry | undefined>,
    inOrder: boolean,
  ): void {
    let sameFiles = inOrder;
    for (const [path, entry] of changed) {
      const before = this.#files.get(path);
      const file = entry?.file;
      sameFiles &&= (before === undefined) === (file === undefined);
      this.#parsed += Number(isParsed(file)) - Number(isParsed(before));
      const reason = entry?.skipped ?? file?.skipped;
      if (reason === undefined) {
        this.#skipped.delete(path);
      } else {
        this.#skipped.set(path, reason);
      }
      if (entry?.mode && !file) {
        this.#unread.add(path);
      } else {
        this.#unread.delete(path);
      }
    }
    if (sameFiles) {
      changed.forEach((entry, path) => {
        if (entry?.file) {
          this.#files.set(path, entry.file);
        }
      });
    } else {
      this.#files = new Map();
      for (const { file } of this.#list) {
        if (file) {
          this.#files.set(file.path, file);
        }
      }
    }
  }
}

function isParsed(file: ParsedFile | undefined): boolean {
  return file !== undefined && (!file.skipped || file.documents.length > 0);
}

function isChart(path: string): boolean {
  return path.endsWith('Chart.yaml') && baseName(path) === 'Chart.yaml';
}

/** How a listing differs from the one before. */
interface Comparison {
  /** What is known of each file: of those that came or changed, nothing yet. */
  list: Entry[];
  /** Positions of files that came or changed. */
  fresh: number[];
  gone: string[];
  /** Whether all others are in the order of before. */
  inOrder: boolean;
}

/** Compares two listings; of files that are the same objects nothing is looked at. */
async function compare(
  listed: readonly TreeFile[],
  listedBefore: readonly TreeFile[],
  before: readonly Entry[],
  entries: ReadonlyMap<string, Entry>,
  turn: () => Promise<void>,
): Promise<Comparison> {
  const list: Entry[] = [];
  const fresh: number[] = [];
  let at = 0;
  let inOrder = true;
  const passed: Entry[] = [];
  for (let index = 0; index < listed.length; index++) {
    if (index % filesPerTurn === 0) {
      await turn();
    }
    const file = listed[index];
    if (inOrder && listedBefore[at] === file) {
      list.push(before[at++]);
      continue;
    }
    const known = entries.get(file.path);
    if (known && inOrder) {
      while (at < before.length && before[at] !== known) {
        passed.push(before[at++]);
      }
      inOrder = at < before.length;
      at++;
    }
    if (known && isSame(known.listed, file)) {
      list.push(known);
    } else {
      list.push({ listed: file });
      fresh.push(index);
    }
  }
  const there = inOrder ? undefined : new Set(listed.map(({ path }) => path));
  const gone = (there ? before : [...passed, ...before.slice(at)])
    .map(entry => entry.listed.path)
    .filter(path => !there?.has(path));
  return { list, fresh, gone, inOrder };
}

function isSame(one: TreeFile, other: TreeFile): boolean {
  return (
    one.digest === other.digest &&
    one.type === other.type &&
    one.size === other.size
  );
}

function sameContent(one: Entry, other: Entry): boolean {
  return (
    one.listed.digest === other.listed.digest &&
    one.listed.type === other.listed.type &&
    one.mode?.documents === other.mode?.documents &&
    one.mode?.text === other.mode?.text &&
    one.file !== undefined &&
    other.skipped === undefined
  );
}

function entryOf(listed: TreeFile, mode: ParseMode | undefined): Entry {
  if (listed.type !== 'file') {
    return {
      listed,
      skipped:
        listed.type === 'symlink'
          ? 'symlink, not followed'
          : 'submodule, another repository',
    };
  }
  return mode && listed.size > maxFileBytes
    ? { listed, skipped: tooLarge(listed.size) }
    : { listed, ...(mode ? { mode } : {}) };
}

async function readMissing(
  tree: FileTree,
  entries: Entry[],
  turn: () => Promise<void>,
  onProgress?: (progress: { files: number; read: number }) => void,
): Promise<void> {
  const missing = new Map(entries.map(entry => [entry.listed.path, entry]));
  const total = missing.size;
  const parser = new FileParser();
  let read = 0;
  onProgress?.({ files: total, read });
  const answers = total > 0 ? tree.read([...missing.keys()]) : ([] as never[]);
  for await (const answer of answers) {
    const entry = missing.get(answer.path);
    if (!entry?.mode) {
      continue;
    }
    missing.delete(answer.path);
    if ('error' in answer) {
      entry.skipped = answer.error;
    } else {
      entry.file = parser.parse(entry.listed, answer.content, entry.mode);
    }
    read++;
    if (read % 50 === 0 || read === total) {
      onProgress?.({ files: total, read });
    }
    await turn();
  }
  for (const entry of missing.values()) {
    entry.skipped = 'not delivered by its source';
  }
}

/** How the readers want to see a file; undefined when none does. */
function modeOf(
  { path, size }: TreeFile,
  charts: ReadonlySet<string>,
): ParseMode | undefined {
  const template = isChartTemplate(path, charts) || isHelmfileName(path);
  const wanted = readers.some(
    reader =>
      reader.wants(path) &&
      (isDocumentFile(path) || size <= (reader.largestText ?? Infinity)),
  );
  const documents = wanted && isDocumentFile(path) && !template;
  // The text of a manifest would keep what its documents were freed of.
  const text =
    (wanted && !isDocumentFile(path)) ||
    ((template || !isDocumentFile(path)) &&
      readers.some(
        reader =>
          reader.wantsText?.(path) && size <= (reader.largestText ?? Infinity),
      ));
  return documents || text ? { documents, text } : undefined;
}

/** Go templates are no YAML, even where they look like it. */
function isChartTemplate(path: string, charts: ReadonlySet<string>): boolean {
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
