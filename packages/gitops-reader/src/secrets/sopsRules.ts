import { Finding } from '../facts';
import { isObject, listAt, textAt } from '../json';
import { ofEveryFile, perFile } from '../perFile';
import { ParsedFile, ParsedRepository } from '../reader';
import { baseName, directoryOf } from '../treePaths';
import { isSopsEncrypted } from './sops';

const configName = '.sops.yaml';

/** A rule on which files SOPS encrypts. */
interface CreationRule {
  /** On the path from the directory of the configuration on. Undefined where it is none that is run here. */
  pattern?: RegExp;
  /** Without a pattern a rule is for all files. */
  forAll: boolean;
}

const rulesOf = perFile((file): CreationRule[] =>
  listAt(file.documents[0]?.value, 'creation_rules').map(rule => {
    const pattern = textAt(rule, 'path_regex');
    return pattern === undefined
      ? { forAll: true }
      : { forAll: false, pattern: harmlessPattern(pattern) };
  }),
);

/** A regular expression of somebody else, if it cannot run away: no repetition of what repeats. */
function harmlessPattern(text: string): RegExp | undefined {
  const insensitive = text.startsWith('(?i)');
  const source = insensitive ? text.slice('(?i)'.length) : text;
  const repeats = source.match(/[*+]|\{\d/g)?.length ?? 0;
  if (
    source.length > 300 ||
    repeats > 6 ||
    /\\[1-9]|\(\?[^:]|[*+}]\)[*+{]|\([^()]*[*+|][^()]*\)[*+{]/.test(source)
  ) {
    return undefined;
  }
  try {
    return new RegExp(source, insensitive ? 'i' : '');
  } catch {
    return undefined;
  }
}

const configsOf = ofEveryFile(({ path }) =>
  baseName(path) === configName ? true : undefined,
);

/**
 * Whether a configuration singles a file out to be encrypted. A rule that would take any manifest beside it singles
 * nothing out: with `encrypted_regex` it is for Secrets, and plain Secrets are told elsewhere.
 */
function isSingledOut(path: string, config: ParsedFile, rules: CreationRule[]) {
  const top = directoryOf(config.path);
  const within = top === '' ? path : path.slice(top.length + 1);
  const beside = within.slice(0, within.length - baseName(within).length);
  for (const { pattern, forAll } of rules) {
    if (forAll || !pattern) {
      return false;
    }
    if (pattern.test(within.slice(0, 500))) {
      return ![
        'kustomization.yaml',
        'deployment.yaml',
        'a.yaml',
        'values.yaml',
        'x.env',
      ].some(name => pattern.test(`${beside}${name}`));
    }
  }
  return false;
}

const known = new WeakMap<
  ParsedFile,
  { config: ParsedFile; singledOut: boolean }
>();

/** Files that are to be encrypted by the `.sops.yaml` above them, and are not. */
export function unencryptedFiles(
  repository: ParsedRepository,
  isTest: (path: string) => boolean,
): Finding[] {
  const configs = new Map<string, ParsedFile>();
  for (const { file } of configsOf(repository)) {
    configs.set(directoryOf(file.path), file);
  }
  if (configs.size === 0) {
    return [];
  }
  const nearest = new Map<string, ParsedFile | undefined>();
  const configFor = (directory: string): ParsedFile | undefined => {
    if (!nearest.has(directory)) {
      nearest.set(
        directory,
        configs.get(directory) ??
          (directory === '' ? undefined : configFor(directoryOf(directory))),
      );
    }
    return nearest.get(directory);
  };
  const findings: Finding[] = [];
  for (const file of repository.files.values()) {
    const config = configFor(directoryOf(file.path));
    if (!config || config === file) {
      continue;
    }
    let judged = known.get(file);
    if (judged?.config !== config) {
      const rules = rulesOf(config, repository);
      judged = { config, singledOut: isSingledOut(file.path, config, rules) };
      known.set(file, judged);
    }
    if (judged.singledOut && !isEncrypted(file)) {
      findings.push({
        rule: 'sops-not-encrypted',
        severity: isTest(file.path) ? 'info' : 'warning',
        location: {
          repository: repository.repository,
          revision: repository.revision,
          path: file.path,
          line: 1,
        },
        message: `${config.path} says that SOPS encrypts this file, and it is not encrypted`,
        fix: 'Encrypt it (`sops encrypt --in-place`), and rotate what it holds: the history keeps it.',
      });
    }
  }
  return findings;
}

/** What could not be read, or holds nothing, is given the benefit of the doubt. */
function isEncrypted({ documents, skipped, text }: ParsedFile): boolean {
  if (documents.length === 0) {
    // A template holds no more than what it is given.
    return (
      skipped !== undefined ||
      (text ?? '').trim() === '' ||
      text?.includes('{{') === true
    );
  }
  return documents.some(
    ({ value }) => isObject(value) && isSopsEncrypted(value),
  );
}
