import { isOpen } from '../../engines';
import { JsonObject } from '../../facts';
import { textAt } from '../../lib/json';
import { ParsedRepository } from '../reader';
import { valuesFilesOf } from './application';
import type { SourceFinding } from './deployments';
import { globPattern } from './globs';

/** A values file, from the root of the repository that holds it. */
export interface ValuesPath {
  path: string;
  /** Whether that is this repository, and at the revision that is read. */
  here: boolean;
}

/** Values files of a source with globs expanded. Globs over files of other repositories stay as they are. */
export function expandValuesFiles(
  source: JsonObject,
  application: JsonObject,
  context: {
    repository: ParsedRepository;
    isOwn(url: string | undefined): boolean;
    isRead(revision: string | undefined): boolean;
  },
): { files: ValuesPath[]; findings: SourceFinding[] } {
  const { paths } = context.repository;
  const files = new Map<string, ValuesPath>();
  const add = (path: string, here: boolean) => files.set(path, { path, here });
  const findings: SourceFinding[] = [];
  for (const { repoUrl, revision, path, position } of valuesFilesOf(
    source,
    application,
  )) {
    const here = context.isOwn(repoUrl) && context.isRead(revision);
    if (here && /[*?[]/.test(path)) {
      const pattern = globPattern(path, { greedy: false, alternatives: true });
      [...paths]
        .filter(file => pattern?.test(file))
        .sort()
        .forEach(file => add(file, here));
    } else {
      add(path, here);
      if (
        here &&
        !isOpen(path) &&
        !paths.has(path) &&
        textAt(source, 'helm', 'ignoreMissingValueFiles') !== 'true'
      ) {
        findings.push({
          rule: 'values-file-missing',
          severity: 'error',
          message: `${path} is not there, so Argo CD cannot render this source.`,
          at: ['helm', 'valueFiles', position],
        });
      }
    }
  }
  return { files: [...files.values()], findings };
}
