import { firstNewerThan, movedOnFrom } from '../history/pinHistory';
import { Lag, Pin, Relation } from '../types';
import { isFloating } from '../versions/classifyVersion';
import { compareVersions } from '../versions/compareVersions';

/** How a pin stands to the same one in the environment before. */
export interface PinRelation {
  relation: Exclude<Relation, 'first'>;
  reason: string;
  lag?: Lag;
}

/** What a moving name tells, wherever it stands. */
export function whyFloating(value: string): string {
  return `${value} is a moving name: what it stands for cannot be told from Git`;
}

/**
 * Asked about versions that are commits: their order is git's to tell. Absent: nobody could be asked.
 *
 * @public
 */
export type CommitOrder = (
  pin: Pin,
  before: Pin,
) => { order: 'older' | 'newer'; commits?: number } | undefined;

/**
 * By the versions themselves where they have an order; by git for commits; by what each line held before where they do
 * not. Otherwise it is not known.
 */
export function comparePins(
  pin: Pin,
  before: Pin,
  commits?: CommitOrder,
): PinRelation {
  const floating = [pin, before].find(({ value }) => isFloating(value));
  if (floating) {
    return {
      relation: 'floating',
      reason: whyFloating(floating.value),
    };
  }
  if (pin.value === before.value) {
    return pin.digest !== undefined &&
      before.digest !== undefined &&
      pin.digest !== before.digest
      ? {
          relation: 'different',
          reason: `${pin.value} is pinned with another digest`,
        }
      : { relation: 'same', reason: `both hold ${pin.value}` };
  }
  const byText = compareVersions(pin.value, before.value);
  if (byText.order === 'same') {
    return { relation: 'same', reason: `${pin.value} is ${before.value}` };
  }
  if (byText.order !== 'unknown') {
    return ordered(pin, before, byText.order, {
      ...(byText.step && { step: byText.step }),
    });
  }
  const byGit = commits?.(pin, before);
  if (byGit) {
    return ordered(pin, before, byGit.order, {
      ...(byGit.commits !== undefined && { commits: byGit.commits }),
    });
  }
  return (
    byHistory(pin, before) ?? {
      relation: 'different',
      reason: `${pin.value} here, ${before.value} before: ${byText.reason}`,
    }
  );
}

function ordered(
  pin: Pin,
  before: Pin,
  order: 'older' | 'newer',
  known: Lag,
): PinRelation {
  if (order === 'newer') {
    return {
      relation: 'ahead',
      reason: `${pin.value} is newer than ${before.value}`,
      lag: known,
    };
  }
  const moved =
    movedOnFrom(before.history ?? [], pin.value) ??
    firstNewerThan(before.history ?? [], pin.value);
  return {
    relation: 'behind',
    reason: `${pin.value} is older than ${before.value}`,
    lag: {
      ...known,
      ...(moved && { versions: moved.versions, waitingSince: moved.since }),
    },
  };
}

/** Whether what a line holds stood there already before a value that it held meanwhile. */
function wentBack({ history = [], value }: Pin, meanwhile: string): boolean {
  const [newest, ...older] = history;
  const at = older.findIndex(({ to }) => to === meanwhile);
  return (
    newest?.to === value &&
    at >= 0 &&
    older.slice(at).some(({ to, from }) => to === value || from === value)
  );
}

/** What the line before held earlier is older than what it holds now, whatever the two are called. */
function byHistory(pin: Pin, before: Pin): PinRelation | undefined {
  const moved = movedOnFrom(before.history ?? [], pin.value);
  if (moved && wentBack(before, pin.value)) {
    return {
      relation: 'ahead',
      reason: `the environment before went back from ${pin.value} to ${before.value}`,
    };
  }
  if (moved) {
    return {
      relation: 'behind',
      reason: `the environment before held ${pin.value} until it moved on to ${before.value}`,
      lag: { versions: moved.versions, waitingSince: moved.since },
    };
  }
  const ahead = movedOnFrom(pin.history ?? [], before.value);
  if (ahead && wentBack(pin, before.value)) {
    return {
      relation: 'behind',
      reason: `${before.value} stood here before it was changed back to ${pin.value}`,
    };
  }
  return ahead
    ? {
        relation: 'ahead',
        reason: `${before.value} stood here before it was changed to ${pin.value}`,
        lag: { versions: ahead.versions },
      }
    : undefined;
}
