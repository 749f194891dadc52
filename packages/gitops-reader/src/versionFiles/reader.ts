import { ServicePin } from '../facts';
import { compact } from '../json';
import { placesOf, wordsOf } from '../paths';
import { ofEveryFile, someOf } from '../perFile';
import { Reader } from '../reader';
import { baseName } from '../treePaths';
import { versionPin } from '../versionPin';
import { entriesOf, largestVersionFile } from './entries';
import { mayHoldVersions } from './fileNames';
import { isDocumentFile } from '../parseFile';
import { serviceOfEntry } from './serviceNames';
import { versionsAmong } from './versions';

const versionsOfFiles = ofEveryFile(file =>
  mayHoldVersions(file.path) || isDocumentFile(file.path)
    ? someOf(versionsAmong(entriesOf(file), baseName(file.path)))
    : undefined,
);

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
    const pins: ServicePin[] = [];
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
      for (const { kind, key, value, line, subject } of versions) {
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
              service,
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
