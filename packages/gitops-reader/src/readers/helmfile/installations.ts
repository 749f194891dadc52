import { Installed } from '../helm/releases';
import { compact } from '../../lib/json';
import { ParsedRepository } from '../reader';
import { layersOf } from './layers';
import { helmfilesOf, releaseLine } from './releases';

const known = new WeakMap<ParsedRepository, Map<string, Installed[]>>();

/** How helmfiles install charts of this repository, by the directory of the chart. */
export function helmfileInstallations(
  repository: ParsedRepository,
): ReadonlyMap<string, Installed[]> {
  let installations = known.get(repository);
  if (!installations) {
    installations = new Map();
    for (const release of helmfilesOf(repository).releases) {
      if (release.directory === undefined) {
        continue;
      }
      const layers = layersOf(release, repository);
      const place = releaseLine(release, ['name']);
      const installed = compact<Installed>({
        name: release.name,
        environment: release.environment,
        cluster: release.cluster,
        namespace: release.namespace,
        // Values of templates are none of a file's own: they count as values of the helmfile.
        files: [],
        inline: layers.values,
        images: layers.images,
        closed: !release.open,
        application: {
          role: 'application',
          location: {
            repository: repository.repository,
            revision: repository.revision,
            ...place,
          },
          note: `release ${release.name} of a helmfile`,
        },
      });
      const all = installations.get(release.directory);
      if (all) {
        all.push(installed);
      } else {
        installations.set(release.directory, [installed]);
      }
    }
    known.set(repository, installations);
  }
  return installations;
}
