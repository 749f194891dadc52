import { ServedResource } from './served';

/**
 * Where a watch stood, as it is kept between runs: together with what it was a watch of. A resource version means nothing
 * to another cluster that took over a name, and metadata alone is no start for reading whole objects.
 */
export function resumePoint(
  cluster: string,
  served: ServedResource,
  resourceVersion: string,
): string {
  return `${cluster}:${served.read}:${resourceVersion}`;
}

/** The resource version to go on from, unless the point is that of something else. */
export function resumeFrom(
  cluster: string,
  served: ServedResource,
  point: string | undefined,
): string | undefined {
  const start = `${cluster}:${served.read}:`;
  return point?.startsWith(start) ? point.slice(start.length) : undefined;
}
