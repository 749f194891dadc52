import { SkippedFile } from './facts';
import { isHelmfileName } from './helmfile';
import { isDocumentFile, parseFile, ParseMode } from './parseFile';
import { ParsedFile } from './reader';
import { readers } from './readers';
import { FileTree, TreeFile } from './tree';
import { baseName, directoryOf } from './treePaths';
import { maxFileBytes, tooLarge } from './yaml';

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

/**
 * The files of a tree as readers see them. Told of one tree after another it reads and parses what is new alone: a
 * file whose content is what it was stays the same object, and so do the paths when none comes or goes.
 */
export class ParsedTree {
  #entries = new Map<string, Entry>();
  #charts = new Set<string>();
  #paths: ReadonlySet<string> = new Set();
  #files = new Map<string, ParsedFile>();
  #changed: ReadonlySet<string> = new Set();

  get paths(): ReadonlySet<string> {
    return this.#paths;
  }

  get files(): ReadonlyMap<string, ParsedFile> {
    return this.#files;
  }

  /** Paths that came, went or changed with the last update. */
  get changed(): ReadonlySet<string> {
    return this.#changed;
  }

  /** Files that were not read, and why. */
  *skipped(): Iterable<SkippedFile> {
    for (const [path, { skipped, file }] of this.#entries) {
      const reason = skipped ?? file?.skipped;
      if (reason !== undefined) {
        yield { path, reason };
      }
    }
  }

  /** Reads a tree in place of the one before. Throws when it cannot be listed or read, and then knows what it knew. */
  async update(
    tree: FileTree,
    turn: () => Promise<void>,
    onProgress?: (progress: { files: number; read: number }) => void,
  ): Promise<void> {
    const listed = await tree.list();
    const charts = chartsOf(listed);
    const sameCharts =
      charts.size === this.#charts.size &&
      [...charts].every(chart => this.#charts.has(chart));
    const entries = new Map<string, Entry>();
    const missing: Entry[] = [];
    const changed = new Set<string>();
    let samePaths = listed.length === this.#entries.size;
    const before = this.#entries.keys();
    for (const [index, file] of listed.entries()) {
      if (index % filesPerTurn === 0) {
        await turn();
      }
      const { path } = file;
      samePaths = samePaths && before.next().value === path;
      const known = this.#entries.get(path);
      const entry = sameCharts && known && kept(known, file);
      if (entry) {
        entries.set(path, entry);
      } else {
        const fresh = entryOf(file, modeOf(file, charts));
        entries.set(path, fresh);
        changed.add(path);
        if (known && sameContent(known, fresh)) {
          fresh.file = known.file;
        } else if (fresh.mode && fresh.skipped === undefined) {
          missing.push(fresh);
        }
      }
    }
    await readMissing(tree, missing, turn, onProgress);

    if (!samePaths) {
      for (const path of this.#entries.keys()) {
        if (!entries.has(path)) {
          changed.add(path);
        }
      }
    }
    this.#entries = entries;
    this.#charts = charts;
    this.#changed = changed;
    if (!samePaths) {
      this.#paths = new Set(entries.keys());
    }
    this.#files = filesOf(entries, this.#files);
  }
}

/** Files by path, in the order of the tree: the map of before where it still fits, for it is large. */
function filesOf(
  entries: Map<string, Entry>,
  before: Map<string, ParsedFile>,
): Map<string, ParsedFile> {
  const inOrder = before.entries();
  const changed: ParsedFile[] = [];
  for (const { file } of entries.values()) {
    if (file) {
      const known = inOrder.next().value;
      if (known?.[0] !== file.path) {
        return new Map(
          [...entries].flatMap(([path, entry]) =>
            entry.file ? [[path, entry.file] as const] : [],
          ),
        );
      }
      if (known[1] !== file) {
        changed.push(file);
      }
    }
  }
  if (inOrder.next().done !== true) {
    return filesOf(entries, new Map());
  }
  changed.forEach(file => before.set(file.path, file));
  return before;
}

/** The entry as it is, when the file is the same and was read. */
function kept(entry: Entry, file: TreeFile): Entry | undefined {
  const { listed } = entry;
  const same =
    listed === file ||
    (listed.digest === file.digest &&
      listed.type === file.type &&
      listed.size === file.size);
  // What could not be read may be readable now.
  return same && (entry.file || !entry.mode) ? entry : undefined;
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
      entry.file = parseFile(entry.listed, answer.content, entry.mode);
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

function chartsOf(listed: readonly TreeFile[]): Set<string> {
  const charts = new Set<string>();
  for (const { path } of listed) {
    if (path.endsWith('Chart.yaml') && baseName(path) === 'Chart.yaml') {
      charts.add(directoryOf(path));
    }
  }
  return charts;
}

/** How the readers want to see a file; undefined when none does. */
function modeOf(
  { path, size }: TreeFile,
  charts: Set<string>,
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
