import { ServicePin } from '../../facts';
import { compact } from '../../lib/json';
import { placesOf, wordsOf } from '../paths';
import { ofEveryFile, someOf } from '../../memory/perFile';
import { ParsedRepository, Reader } from '../reader';
import { baseName, directoryOf } from '../../files/treePaths';
import { versionPin } from '../../workloads/versionPin';
import { entriesOf, largestVersionFile } from './entries';
import { mayHoldVersions } from './fileNames';
import { environmentsOfHubs, hubImages, isHubFile } from './hubploy';
import { isDocumentFile } from '../../files/parseFile';
import { serviceOfEntry } from './serviceNames';
import { versionsAmong } from './versions';

const versionsOfFiles = ofEveryFile(file =>
  mayHoldVersions(file.path) || isDocumentFile(file.path)
    ? someOf(versionsAmong(entriesOf(file), baseName(file.path)))
    : undefined,
);

const imagesOfHubs = ofEveryFile(({ path, documents }) =>
  isHubFile(path) ? someOf(hubImages(documents[0])) : undefined,
);

/** Images that hubploy deploys, in each environment of their hub. */
function hubPins(repository: ParsedRepository): ServicePin[] {
  const hubs = imagesOfHubs(repository);
  if (hubs.length === 0) {
    return [];
  }
  const { repository: name, revision, paths } = repository;
  const environments = environmentsOfHubs(paths, placesOf(repository));
  return hubs.flatMap(({ file: { path }, made }) => {
    const directory = directoryOf(path);
    return [...(environments.get(directory) ?? [])].flatMap(environment =>
      made.map(({ name: image, value, line, key }): ServicePin => ({
        service: baseName(directory),
        path: directory,
        environment,
        pin: versionPin(
          'image',
          image,
          value,
          { repository: name, revision, path, line },
          key,
        ),
      })),
    );
  });
}

/**
 * Reads files that hold versions and nothing else: the tag of an image in a file of its own, a map of charts to their
 * versions. They are pins of a service in the environment that their path names.
 *
 * @public
 */
export const versionFilesReader: Reader = {
  name: 'versionFiles',
  largestText: largestVersionFile,

  wants(path) {
    return mayHoldVersions(path);
  },

  read(repository) {
    const places = placesOf(repository);
    const words = wordsOf(repository.environments);
    const pins = hubPins(repository);
    for (const { file, made: versions } of versionsOfFiles(repository)) {
      const { path } = file;
      const place = places.of(path);
      const { environment, cluster } = place;
      if (
        (environment === undefined && cluster === undefined) ||
        environment === 'archived'
      ) {
        continue;
      }
      for (const { kind, key, value, line, subject, image } of versions) {
        const { service, directory } = serviceOfEntry(
          path,
          subject,
          place,
          words,
        );
        pins.push(
          compact<ServicePin>({
            service,
            path: directory,
            environment,
            cluster,
            pin: versionPin(
              kind,
              image ?? service,
              value,
              {
                repository: repository.repository,
                revision: repository.revision,
                path,
                line,
              },
              key,
            ),
          }),
        );
      }
    }
    return { pins };
  },
};
