import { isOpen } from '../deployments';
import { JsonObject } from '../facts';
import { textAt } from '../json';
import { ParsedRepository } from '../reader';
import { ApplicationSource, valuesFilesOf } from './application';
import type { SourceFinding } from './deployments';
import { globPattern } from './globs';

/**
 * Values files of a source with globs expanded, from the root of the repository that holds them. Globs over files of
 * other repositories stay as they are.
 */
export function expandValuesFiles(
  source: JsonObject,
  sources: ApplicationSource[],
  context: {
    repository: ParsedRepository;
    isOwn(url: string | undefined): boolean;
    isRead(revision: string | undefined): boolean;
  },
): { files: string[]; findings: SourceFinding[] } {
  const { paths } = context.repository;
  const files: string[] = [];
  const findings: SourceFinding[] = [];
  for (const { repoUrl, revision, path, position } of valuesFilesOf(
    source,
    sources,
  )) {
    const here = context.isOwn(repoUrl) && context.isRead(revision);
    if (here && /[*?[]/.test(path)) {
      const pattern = globPattern(path, { greedy: false, alternatives: true });
      files.push(...[...paths].filter(file => pattern?.test(file)).sort());
    } else {
      files.push(path);
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
  return { files: [...new Set(files)], findings };
}
