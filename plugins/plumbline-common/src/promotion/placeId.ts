import { Place } from './types';

/**
 * The name of a place among those of its service, for addresses: `production`, `production/prod-eu`,
 * `production/prod-eu/shop`.
 *
 * @public
 */
export function placeId({ environment, cluster, namespace }: Place): string {
  const parts = [environment, cluster, namespace];
  while (parts.length > 1 && !parts.at(-1)) {
    parts.pop();
  }
  return parts.map(partOf).join('/');
}

/** `-` stands for what is not told. */
function partOf(name: string | undefined): string {
  return name === '-' ? '%2D' : encodeURIComponent(name || '-');
}
