import { CodeownersDialect, FileLocation, Guess } from '../../facts';
import { pathsThat } from '../../memory/perFile';
import { ParsedRepository } from '../reader';

/** Where each host looks, in its order: the first file that exists counts, the others do not. */
const placesOf: Record<CodeownersDialect, readonly string[]> = {
  github: ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'],
  gitlab: ['CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'],
};

/** All places where a host looks. */
export const codeownersPaths: readonly string[] = [
  ...new Set([...placesOf.github, ...placesOf.gitlab]),
];

/** Name and default owners of a section header of GitLab: `^[Name][2] @default`. */
export function sectionHeader(
  line: string,
): { name: string; rest: string } | undefined {
  const header = /^\^?\[([^\][]+)\](?:\[-?\d*\])?(?=\s|$)(.*)$/.exec(line);
  const name = header?.[1].trim().toLowerCase();
  return header && name ? { name, rest: header[2] } : undefined;
}

/** The CODEOWNERS file that counts. */
export interface ChosenCodeowners {
  path: string;
  text: string;
  dialect: CodeownersDialect;
  /** Others, which the host does not read. */
  unread: string[];
  /** Why this dialect, where nothing in the repository decides it. */
  guess?: Guess;
}

/**
 * Finds the CODEOWNERS file of a repository, and which host's rules it is written for: the two differ in where they
 * look, in what a relative pattern matches, and in whether sections add up.
 */
export function chooseCodeowners(
  parsed: ParsedRepository,
): ChosenCodeowners | undefined {
  const { repository, revision, paths, files } = parsed;
  const present = codeownersPaths.filter(path => paths.has(path));
  if (present.length === 0) {
    return undefined;
  }
  const { dialect, certain, why } = dialectOf(parsed, present, path =>
    isWrittenForGitlab(files.get(path)?.text ?? ''),
  );
  const path = placesOf[dialect].find(place => paths.has(place)) ?? present[0];
  const text = files.get(path)?.text;
  if (text === undefined) {
    return undefined;
  }
  const location: FileLocation = { repository, revision, path };
  return {
    path,
    text,
    dialect,
    unread: present.filter(other => other !== path),
    ...(certain
      ? {}
      : {
          guess: {
            about: 'codeowners-dialect',
            guess: `${path} is read by the rules of ${nameOf(dialect)}`,
            why,
            location,
          },
        }),
  };
}

/** The host as people call it. */
export function nameOf(dialect: CodeownersDialect): string {
  return dialect === 'gitlab' ? 'GitLab' : 'GitHub';
}

const githubFiles = pathsThat(path => path.startsWith('.github/'));
const gitlabFiles = pathsThat(path => path.startsWith('.gitlab/'));

/**
 * Its host decides, where it is known and reads one of the files: those of a mirror are for where it is mirrored from.
 */
function dialectOf(
  parsed: ParsedRepository,
  present: readonly string[],
  writtenForGitlab: (path: string) => boolean,
): { dialect: CodeownersDialect; certain: boolean; why: string } {
  const { hostKind } = parsed;
  if (hostKind && placesOf[hostKind].some(path => parsed.paths.has(path))) {
    return { dialect: hostKind, certain: true, why: 'it is read there' };
  }
  const inGithub = present.includes('.github/CODEOWNERS');
  const inGitlab = present.includes('.gitlab/CODEOWNERS');
  if (inGithub !== inGitlab) {
    return {
      dialect: inGithub ? 'github' : 'gitlab',
      certain: true,
      why: 'it stands where only this host looks',
    };
  }
  const forGitlab = present.find(writtenForGitlab);
  const github = githubFiles(parsed).length > 0;
  const gitlab =
    parsed.paths.has('.gitlab-ci.yml') || gitlabFiles(parsed).length > 0;
  if (forGitlab) {
    return {
      dialect: 'gitlab',
      certain: gitlab || !github,
      why: 'it has sections, roles or groups in groups, which only GitLab knows, though the repository has a .github directory',
    };
  }
  if (github !== gitlab) {
    return {
      dialect: gitlab ? 'gitlab' : 'github',
      certain: true,
      why: 'other files of the repository are for this host',
    };
  }
  return {
    dialect: 'github',
    certain: false,
    why: github
      ? 'the repository has files for GitHub and for GitLab, and the file has no sections'
      : 'nothing in the repository tells its host, and the file has no sections',
  };
}

/** Sections, roles and groups in groups are GitLab's own. */
function isWrittenForGitlab(text: string): boolean {
  return text
    .split('\n')
    .some(
      line =>
        sectionHeader(line.trim()) !== undefined ||
        /^[^#]*\s@(@(developer|maintainer|owner)s?|[\w.-]+(\/[\w.-]+){2,})(\s|$)/i.test(
          line,
        ),
    );
}
