import { Finding } from '../../facts';
import { listAt } from '../../lib/json';
import {
  isKustomizationFile,
  kustomizationOf,
  readKustomization,
} from '../kustomize/kustomization';
import { isFloating, isRemote, readRemote } from '../kustomize/build/remote';
import { isHarmless, placesOf } from '../paths';
import { ofEveryFile } from '../../memory/perFile';
import { ParsedRepository } from '../reader';
import { directoryOf, joinPath } from '../../files/treePaths';
import { lineOf } from '../../yaml';
import { asidesOf } from './asides';
import { bounded } from './bounded';

const lists = ['resources', 'bases', 'components'];

/** Kustomizations that name something which may be elsewhere, at no revision. */
const floatingFiles = ofEveryFile((file, repository) => {
  const value = isKustomizationFile(file.path)
    ? kustomizationOf(file, repository)?.value
    : undefined;
  const floats = lists.some(list =>
    listAt(value, list).some(
      entry =>
        typeof entry === 'string' && isRemote(entry) && isFloating(entry),
    ),
  );
  return floats || undefined;
});

/** What kustomizations take from other repositories without saying at which revision. */
export function floatingBases(repository: ParsedRepository): Finding[] {
  const isAside = asidesOf(repository);
  const places = placesOf(repository);
  const findings: Finding[] = [];
  for (const {
    file: { path },
  } of floatingFiles(repository)) {
    const directory = directoryOf(path);
    const kustomization = isAside(path)
      ? undefined
      : readKustomization(repository, directory);
    if (!kustomization || kustomization.file.path !== path) {
      continue;
    }
    const { environment } = places.of(path);
    for (const list of lists) {
      listAt(kustomization.value, list).forEach((entry, position) => {
        if (
          typeof entry !== 'string' ||
          !isRemote(entry) ||
          !isFloating(entry)
        ) {
          return;
        }
        const local = joinPath(directory, entry);
        const isLocal =
          local !== undefined &&
          (repository.paths.has(local) ||
            readKustomization(repository, local) !== undefined);
        if (isLocal) {
          return;
        }
        findings.push({
          rule: 'version-floating',
          severity:
            environment !== undefined && isHarmless(environment)
              ? 'info'
              : 'warning',
          location: {
            repository: repository.repository,
            revision: repository.revision,
            path,
            line: lineOf(kustomization.document, [list, position]),
          },
          message: `${readRemote(entry).url.slice(0, 200)} is taken at no revision, which means the newest there is: another version tomorrow.`,
          fix: 'Add `?ref=` with a tag or a commit.',
        });
      });
    }
  }
  return bounded(findings);
}
