import { PinChange } from '../types';
import { baseName } from './baseName';
import { Landing } from './LandingWalk';
import { PinLocator, valueAt } from './locatePin';

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

/** Contents that are looked at for one landing, to find what a file was called before. */
const MAX_RENAMES = 20;

/**
 * What landings changed of the lines. Follows files that got another name: `walked` of the pins moves along.
 *
 * @public
 */
export async function changesOfPins(
  landings: Landing[],
  pins: FollowedPin[],
  contents: (oids: Iterable<string>) => Promise<Map<string, string>>,
): Promise<FoundChanges> {
  const byPath = new Map<string, FollowedPin[]>();
  for (const pin of pins) {
    byPath.set(pin.walked, [...(byPath.get(pin.walked) ?? []), pin]);
  }
  const texts = await contents(oidsOf(landings, byPath));
  const found: FoundChanges = { changes: [], complete: new Set() };
  const value = (oid: string | undefined, pin: FollowedPin) => {
    const text = oid === undefined ? undefined : texts.get(oid);
    return text === undefined ? undefined : valueAt(text, pin.locator);
  };
  for (const landing of landings) {
    for (const file of landing.files) {
      for (const pin of byPath.get(file.path) ?? []) {
        const renamed =
          file.before === undefined && file.after !== undefined
            ? await renamedFrom(landing, file.after, pin, contents)
            : undefined;
        const from = renamed ? renamed.value : value(file.before, pin);
        const to = value(file.after, pin);
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
          pin.walked = renamed.path;
          byPath.set(
            file.path,
            (byPath.get(file.path) ?? []).filter(other => other !== pin),
          );
          byPath.set(renamed.path, [...(byPath.get(renamed.path) ?? []), pin]);
        } else if (file.before === undefined) {
          found.complete.add(pin.id);
        }
      }
    }
  }
  return found;
}

function oidsOf(
  landings: Landing[],
  byPath: ReadonlyMap<string, FollowedPin[]>,
): Set<string> {
  const oids = new Set<string>();
  for (const { path, before, after } of landings.flatMap(
    ({ files }) => files,
  )) {
    if (byPath.has(path)) {
      [before, after].forEach(oid => oid !== undefined && oids.add(oid));
    }
  }
  return oids;
}

/** A file of the same content, or of the same name with the line in it, that went with the same commit. */
async function renamedFrom(
  { commit }: Landing,
  after: string,
  pin: FollowedPin,
  contents: (oids: Iterable<string>) => Promise<Map<string, string>>,
): Promise<{ path: string; value: string } | undefined> {
  const gone = commit.files.flatMap(({ path, before, after: stays }) =>
    before !== undefined && stays === undefined ? [{ path, before }] : [],
  );
  const same = gone.filter(({ before }) => before === after);
  const name = baseName(pin.walked);
  const candidates = [
    ...same,
    ...gone.filter(
      file => !same.includes(file) && baseName(file.path) === name,
    ),
  ].slice(0, MAX_RENAMES);
  if (candidates.length === 0) {
    return undefined;
  }
  const texts = await contents(candidates.map(({ before }) => before));
  const matching = candidates.flatMap(({ path, before }) => {
    const text = texts.get(before);
    const value = text === undefined ? undefined : valueAt(text, pin.locator);
    return value === undefined
      ? []
      : [{ path, value, exact: before === after }];
  });
  const exact = matching.filter(file => file.exact);
  const [only, ...others] = exact.length > 0 ? exact : matching;
  // Two that fit alike: it is not known which.
  return only && others.length === 0 ? only : undefined;
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
