import { parseCodeowners } from '../readers/codeowners';
import { codeownersPaths } from '../readers/codeowners/dialect';
import { Claim, CodeownersDialect } from '../facts';
import { readRepository } from '../readRepository';
import { FileTree } from '../files/tree';
import { baseName } from '../files/treePaths';

/**
 * Whom one file names for a part of its repository.
 *
 * @public
 */
export interface StatedOwners {
  /** A pattern of CODEOWNERS with its section, or a directory; empty for all of the repository. */
  subject: string;
  /** As they are written. Empty: nobody, on purpose. */
  owners: string[];
}

/** What kinds of files {@link statedOwners} understands, by their names. @public */
export const ownershipFileNames: readonly string[] = [
  'CODEOWNERS',
  'OWNERS',
  'catalog-info.yaml',
  'catalog-info.yml',
];

/**
 * Whom a file of such a name states to be owners of what, going by that file alone. What a file says that no host reads, or that
 * is none of these, is nothing.
 *
 * @public
 */
export async function statedOwners(
  path: string,
  text: string,
  options: { repository: string; dialect?: CodeownersDialect },
): Promise<StatedOwners[]> {
  if (baseName(path) === 'CODEOWNERS') {
    return codeownersPaths.includes(path)
      ? ofCodeowners(text, options.dialect)
      : [];
  }
  if (!ownershipFileNames.includes(baseName(path))) {
    return [];
  }
  const { ownership } = await readRepository(
    treeOf(options.repository, path, text),
  );
  const stated = new Map<string, string[]>();
  const add = (subject: string, claims: Claim[]) =>
    stated.set(subject, [
      ...(stated.get(subject) ?? []),
      ...claims.map(({ raw }) => raw),
    ]);
  add('', ownership.repositoryClaims);
  for (const { directory, pattern, claims } of ownership.directoryClaims ??
    []) {
    add(
      pattern === undefined ? directory : `${directory} (${pattern})`,
      claims,
    );
  }
  return [...stated].flatMap(([subject, owners]) =>
    owners.length > 0 ? [{ subject, owners: [...new Set(owners)] }] : [],
  );
}

function ofCodeowners(
  text: string,
  dialect: CodeownersDialect | undefined,
): StatedOwners[] {
  const stated = new Map<string, string[]>();
  for (const { rule } of parseCodeowners(text, dialect).entries) {
    if (!rule.undecided) {
      // Of two lines with one pattern, the later one decides.
      stated.set(subjectOfRule(rule), rule.owners);
    }
  }
  return [...stated].map(([subject, owners]) => ({ subject, owners }));
}

function subjectOfRule({
  section,
  excludes,
  pattern,
}: {
  section: string;
  excludes?: boolean;
  pattern: string;
}): string {
  return `${section ? `[${section}] ` : ''}${excludes ? '!' : ''}${pattern}`;
}

/**
 * The subject of the rule that stands on a line of CODEOWNERS.
 *
 * @public
 */
export function codeownersSubject(
  text: string,
  line: number,
  dialect?: CodeownersDialect,
): string | undefined {
  const found = parseCodeowners(text, dialect).entries.find(
    ({ rule }) => rule.line === line,
  );
  return found && subjectOfRule(found.rule);
}

/** A repository of one file. */
function treeOf(repository: string, path: string, text: string): FileTree {
  const content = new TextEncoder().encode(text);
  return {
    repository,
    revision: '',
    list: async () => [
      { path, size: content.length, digest: '', type: 'file' },
    ],
    async *read() {
      yield { path, content };
    },
  };
}
