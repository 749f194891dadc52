import { listAt, textAt, valueAt } from '../../lib/json';
import { Places } from '../paths';
import { YamlDocument } from '../reader';
import { baseName, directoryOf } from '../../files/treePaths';
import { imageVersion, splitImage } from '../../workloads/workload';
import { lineOf } from '../../yaml';

/** An image that hubploy gives to all users of a hub. */
export interface HubImage {
  name: string;
  value: string;
  line: number;
  key: string;
}

/** Whether a file tells hubploy how to deploy the hub whose directory it stands in. */
export function isHubFile(path: string): boolean {
  return /(^|\/)hubploy\.ya?ml$/.test(path);
}

/** Images that a hub's file names with their tags. What hubploy builds by itself has none. */
export function hubImages(document: YamlDocument | undefined): HubImage[] {
  const images = document && valueAt(document.value, 'images');
  if (!document || images === undefined) {
    return [];
  }
  const places: (string | number)[][] = [
    ['image_name'],
    ...listAt(images, 'images').map((_, at) => ['images', at, 'name']),
  ];
  return places.flatMap((place): HubImage[] => {
    const image = splitImage(textAt(images, ...place) ?? '');
    const value = imageVersion(image);
    return value === undefined
      ? []
      : [
          {
            name: image.name,
            value,
            line: lineOf(document, ['images', ...place]),
            key: ['images', ...place].join('.').replace(/\.(\d+)\./, '[$1].'),
          },
        ];
  });
}

/** Environments of hubs, by their directories: those that they have values for. */
export function environmentsOfHubs(
  paths: Iterable<string>,
  places: Places,
): Map<string, Set<string>> {
  const environments = new Map<string, Set<string>>();
  for (const path of paths) {
    const directory = directoryOf(path);
    if (baseName(directory) === 'config' && /\.ya?ml$/.test(path)) {
      const { environment } = places.of(path);
      if (environment !== undefined && environment !== 'archived') {
        const hub = directoryOf(directory);
        const known = environments.get(hub) ?? new Set();
        environments.set(hub, known.add(environment));
      }
    }
  }
  return environments;
}
