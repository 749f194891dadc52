import { ServedResource } from './served';

/** Where a watch stands. */
export interface Position {
  resourceVersion: string;
  /** When the last complete list began, by the clock of `Date.now()`. */
  listedAt: number;
}

/**
 * Where a watch stood, as it is kept between runs: together with what it was a watch of. A resource version means nothing
 * to another cluster that took over a name, and metadata alone is no start for reading whole objects.
 */
export function resumePoint(
  cluster: string,
  served: ServedResource,
  { resourceVersion, listedAt }: Position,
): string {
  return `${cluster}:${served.read}:${listedAt}:${resourceVersion}`;
}

/** Where to go on from, unless the point is that of something else. */
export function resumeFrom(
  cluster: string,
  served: ServedResource,
  point: string | undefined,
): Position | undefined {
  const start = `${cluster}:${served.read}:`;
  const [, listedAt, resourceVersion] =
    (point?.startsWith(start) &&
      /^(\d+):(.+)$/.exec(point.slice(start.length))) ||
    [];
  return resourceVersion === undefined
    ? undefined
    : { resourceVersion, listedAt: Number(listedAt) };
}
