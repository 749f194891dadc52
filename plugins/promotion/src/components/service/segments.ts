import {
  PromotedCell,
  PromotedChange,
} from '@plumbline/plugin-plumbline-common';

/** A version, and for how long it stood in a place. Milliseconds. */
export interface Segment {
  version: string;
  /** Absent: it stood there before what is known. */
  from?: number;
  /** Absent: it stands there now. */
  until?: number;
  /** What brought it. */
  change?: PromotedChange;
}

/** Changes of the line that stands for a place, the newest first, without those that gave the file another name alone. */
export function changesOf({ pins, main }: PromotedCell): PromotedChange[] {
  const pin = main === undefined ? undefined : pins[main];
  const history =
    pin?.history ??
    pins.find(each => each.value === pin?.value && each.history)?.history ??
    [];
  return history.filter(({ from, to }) => from !== to);
}

/** The versions of a place over time, the oldest first. */
export function segmentsOf(cell: PromotedCell): Segment[] {
  const changes = changesOf(cell).reverse();
  const [first] = changes;
  if (!first) {
    const pin = cell.main === undefined ? undefined : cell.pins[cell.main];
    const version = pin && (pin.value || pin.digest);
    return version ? [{ version }] : [];
  }
  const before: Segment[] =
    first.from === undefined
      ? []
      : [{ version: first.from, until: Date.parse(first.at) }];
  return [
    ...before,
    ...changes.flatMap((change, at): Segment[] => {
      const next = changes.at(at + 1);
      return change.to === undefined
        ? []
        : [
            {
              version: change.to,
              from: Date.parse(change.at),
              ...(next && { until: Date.parse(next.at) }),
              change,
            },
          ];
    }),
  ];
}

/** Versions by when each came first to any place: the newest is 0, the one before it 1. */
export function ranksOf(lanes: readonly Segment[][]): Map<string, number> {
  const first = new Map<string, number>();
  for (const { version, from = Number.NEGATIVE_INFINITY } of lanes.flat()) {
    first.set(version, Math.min(first.get(version) ?? from, from));
  }
  const versions = [...first].sort(([, a], [, b]) => (a === b ? 0 : b - a));
  return new Map(versions.map(([version], rank) => [version, rank]));
}

/** For each place, which of the others it was compared with: the one that versions come from. */
export function sourcesOf(
  cells: readonly PromotedCell[],
): (number | undefined)[] {
  return cells.map(({ before }) => {
    const at = cells.findIndex(
      each =>
        before !== undefined &&
        each.environment === before.environment &&
        each.cluster === before.cluster &&
        each.namespace === before.namespace,
    );
    return at < 0 ? undefined : at;
  });
}

/** A version that went from one lane to another. */
export interface Step {
  version: string;
  lane: number;
  /** The lane that it came from. */
  lead: number;
  from: number;
  to: number;
}

/** When each version that came to a lane had come to the lane that it comes from. */
export function stepsOf(
  lanes: readonly Segment[][],
  sources: readonly (number | undefined)[],
): Step[] {
  return lanes.flatMap((lane, at) => {
    const lead = sources[at];
    const before = lead === undefined ? [] : lanes[lead];
    return lane.flatMap(({ version, from }) => {
      const source = before.find(
        each =>
          each.version === version &&
          each.from !== undefined &&
          from !== undefined &&
          each.from <= from,
      );
      return source?.from === undefined || from === undefined
        ? []
        : [
            {
              version,
              lane: at,
              lead: lead ?? at,
              from: source.from,
              to: from,
            },
          ];
    });
  });
}

const DAY = 24 * 3600_000;
const steps = [1, 2, 7, 14, 30, 91, 182, 365, 730, 1825].map(
  days => days * DAY,
);

/** Times to write below a picture, at most so many. */
export function ticksOf(start: number, end: number, most: number): number[] {
  const step =
    steps.find(each => (end - start) / each <= most) ?? steps[steps.length - 1];
  const ticks: number[] = [];
  for (let at = Math.ceil(start / step) * step; at <= end; at += step) {
    ticks.push(at);
  }
  return ticks;
}
