import { PinChange } from '../types';
import { baseName } from './baseName';
import { HeldTexts, ReadContents } from './HeldTexts';
import { Landing } from './LandingWalk';
import { PinLocator, PinnedText } from './PinnedText';

/** A line whose history is read. @public */
export interface FollowedPin {
  id: number;
  path: string;
  locator: PinLocator;
  /** What the file was called at the point that the walk has come to. */
  walked: string;
}

/** A change, and the commit of the branch that brought it. @public */
export interface FoundChange {
  pinId: number;
  landed: string;
  change: PinChange;
}

/** @public */
export interface FoundChanges {
  /** Newest first. */
  changes: FoundChange[];
  /** Lines whose file was made by a commit that was passed: there is nothing before. */
  complete: Set<number>;
}

/** @public */
export interface ChangesOfPinsOptions {
  contents: ReadContents;
  /** Called between files, so that others have their turn. */
  turn: () => Promise<void>;
}

/** Contents that are looked at for one landing, to find what a file was called before. */
const MAX_RENAMES = 20;
/** Contents that are asked for at once. */
const MOST_ASKED = 500;

/**
 * What landings changed of the lines. Follows files that got another name: `walked` of the pins moves along.
 *
 * @public
 */
export async function changesOfPins(
  landings: Landing[],
  pins: FollowedPin[],
  { contents, turn }: ChangesOfPinsOptions,
): Promise<FoundChanges> {
  const byPath = new Map<string, FollowedPin[]>();
  for (const pin of pins) {
    byPath.set(pin.walked, [...(byPath.get(pin.walked) ?? []), pin]);
  }
  const found: FoundChanges = { changes: [], complete: new Set() };
  for (let at = 0; at < landings.length;) {
    const part = partOf(landings, at, byPath);
    const texts = new HeldTexts(contents, part.oids);
    try {
      for (let moved = false; at < part.end && !moved; at += 1) {
        moved = await takeLanding(landings[at], byPath, found, {
          contents,
          turn,
          texts,
        });
      }
    } finally {
      await texts.close();
    }
  }
  return found;
}

/** The next landings, and the contents that they need unless a file moves. */
function partOf(
  landings: Landing[],
  start: number,
  byPath: ReadonlyMap<string, FollowedPin[]>,
): { end: number; oids: Set<string> } {
  const oids = new Set<string>();
  let end = start;
  for (; end < landings.length && oids.size < MOST_ASKED; end += 1) {
    for (const { path, before, after } of landings[end].files) {
      if (byPath.get(path)?.length) {
        [before, after].forEach(oid => oid !== undefined && oids.add(oid));
      }
    }
  }
  return { end, oids };
}

/** Whether a file had another name before: what lands further down is looked for under that. */
async function takeLanding(
  landing: Landing,
  byPath: Map<string, FollowedPin[]>,
  found: FoundChanges,
  options: ChangesOfPinsOptions & { texts: HeldTexts },
): Promise<boolean> {
  const { texts, turn } = options;
  let moved = false;
  // As the lines stood on top of it: what a file was called before is no change of its own.
  const touched = landing.files.map(
    file => [file, byPath.get(file.path) ?? []] as const,
  );
  for (const [file, pins] of touched) {
    if (pins.length === 0) {
      continue;
    }
    const renames =
      file.before === undefined && file.after !== undefined
        ? await renamesOf(landing, file.path, file.after, pins, options)
        : new Map<FollowedPin, Rename>();
    const before = await texts.get(file.before);
    const after = await texts.get(file.after);
    for (const pin of pins) {
      const renamed = renames.get(pin);
      const from = renamed ? renamed.value : before?.valueAt(pin.locator);
      const to = after?.valueAt(pin.locator);
      if (from !== to || renamed) {
        found.changes.push({
          pinId: pin.id,
          landed: landing.commit.revision,
          change: toChange(landing, file, { from, to }, renamed?.path),
        });
      }
      if (renamed && baseName(renamed.path) !== baseName(file.path)) {
        // The walk looks for files of the same name alone.
        found.complete.add(pin.id);
      } else if (renamed) {
        move(pin, renamed.path, byPath);
        moved = true;
      } else if (file.before === undefined) {
        found.complete.add(pin.id);
      }
    }
    await turn();
  }
  return moved;
}

function move(
  pin: FollowedPin,
  path: string,
  byPath: Map<string, FollowedPin[]>,
): void {
  byPath.set(
    pin.walked,
    (byPath.get(pin.walked) ?? []).filter(other => other !== pin),
  );
  pin.walked = path;
  byPath.set(path, [...(byPath.get(path) ?? []), pin]);
}

interface Rename {
  path: string;
  value: string;
}

/** Files of the same content, or of the same name with the line in it, that went with the same commit. */
async function renamesOf(
  { commit }: Landing,
  path: string,
  after: string,
  pins: FollowedPin[],
  { contents, turn }: ChangesOfPinsOptions,
): Promise<Map<FollowedPin, Rename>> {
  const gone = commit.files.flatMap(file =>
    file.before !== undefined && file.after === undefined
      ? [{ path: file.path, before: file.before }]
      : [],
  );
  const same = gone.filter(({ before }) => before === after);
  const name = baseName(path);
  const candidates = [
    ...same,
    ...gone.filter(
      file => !same.includes(file) && baseName(file.path) === name,
    ),
  ].slice(0, MAX_RENAMES);
  if (candidates.length === 0) {
    return new Map();
  }
  const matching = new Map<FollowedPin, (Rename & { exact: boolean })[]>();
  for await (const [oid, text] of contents(
    candidates.map(({ before }) => before),
  )) {
    const content = new PinnedText(text);
    for (const pin of pins) {
      const value = content.valueAt(pin.locator);
      const files = candidates.filter(({ before }) => before === oid);
      if (value !== undefined) {
        matching.set(pin, [
          ...(matching.get(pin) ?? []),
          ...files.map(file => ({
            path: file.path,
            value,
            exact: oid === after,
          })),
        ]);
      }
    }
    await turn();
  }
  const renames = new Map<FollowedPin, Rename>();
  for (const [pin, files] of matching) {
    const exact = files.filter(file => file.exact);
    const [only, ...others] = exact.length > 0 ? exact : files;
    // Two that fit alike: it is not known which.
    if (others.length === 0) {
      renames.set(pin, only);
    }
  }
  return renames;
}

function toChange(
  { commit }: Landing,
  { by }: Landing['files'][number],
  { from, to }: { from?: string; to?: string },
  renamed: string | undefined,
): PinChange {
  const pullRequest = commit.pullRequest ?? by.pullRequest;
  return {
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    commit: by.revision,
    at: commit.at,
    author: by.author,
    subject: by.subject,
    ...(pullRequest !== undefined && { pullRequest }),
    ...(renamed !== undefined && { renamedFrom: renamed }),
  };
}
