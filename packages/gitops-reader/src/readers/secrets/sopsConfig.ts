import { GoPattern, goPattern } from '../../lib/goPattern';
import { listAt, textAt } from '../../lib/json';
import { ofEveryFile } from '../../memory/perFile';
import { ParsedFile, ParsedRepository } from '../reader';
import { baseName, directoryOf } from '../../files/treePaths';
import { ruleRecipients } from './sopsRecipients';

const configName = '.sops.yaml';

/** A rule on which files SOPS encrypts, and for whom. */
export interface CreationRule {
  /** As it is written. Without one, a rule is for all files. */
  written?: string;
  /** On the path from the directory of the configuration on. Undefined where it is none that is run here. */
  pattern?: GoPattern;
  /** It encrypts some keys alone. */
  partial: boolean;
  /** Undefined where it names some in a way that is not read here. */
  recipients?: readonly string[];
}

/** The rule that SOPS goes by for a file, run beside it or in a directory above that has no other configuration. */
export interface RuleOfFile {
  config: ParsedFile;
  rule: CreationRule;
  /** The path from the directory of the configuration on. */
  within: string;
}

/** A file, and the rules that SOPS goes by where it is run further up. */
export interface FileWithRule {
  file: ParsedFile;
  rule: RuleOfFile;
  outer(): RuleOfFile[];
}

/** More rules than anybody writes; each is tried on every file below. */
const mostRules = 1_000;

/** The same rules from one read to the next, for as long as the file stays. */
const rulesOfFiles = new WeakMap<ParsedFile, CreationRule[]>();

function rulesOf(file: ParsedFile): CreationRule[] {
  const before = rulesOfFiles.get(file);
  if (before) {
    return before;
  }
  const rules = listAt(file.documents[0]?.value, 'creation_rules')
    .slice(0, mostRules)
    .map((rule): CreationRule => {
      const written = textAt(rule, 'path_regex');
      return {
        written,
        pattern: written === undefined ? undefined : goPattern(written),
        partial:
          textAt(rule, 'encrypted_regex') !== undefined ||
          textAt(rule, 'encrypted_suffix') !== undefined,
        recipients: ruleRecipients(rule),
      };
    });
  rulesOfFiles.set(file, rules);
  return rules;
}

const configsOf = ofEveryFile(({ path }) =>
  baseName(path) === configName ? true : undefined,
);

/** The first rule that fits; undefined as well where one before it is none that is run here. */
function firstRule(
  path: string,
  config: ParsedFile,
  rules: readonly CreationRule[],
): RuleOfFile | undefined {
  const top = directoryOf(config.path);
  const within = top === '' ? path : path.slice(top.length + 1);
  for (const rule of rules) {
    if (
      rule.written === undefined ||
      rule.pattern?.test(within.slice(0, 500))
    ) {
      return { config, rule, within };
    }
    if (!rule.pattern) {
      return undefined;
    }
  }
  return undefined;
}

const known = new WeakMap<
  ParsedFile,
  { config: ParsedFile; found: RuleOfFile | undefined }
>();

/** Files for which a rule of the nearest `.sops.yaml` above them is there, each with that. */
export function filesWithRules(repository: ParsedRepository): FileWithRule[] {
  const configs = new Map<string, ParsedFile>();
  for (const { file } of configsOf(repository)) {
    configs.set(directoryOf(file.path), file);
  }
  if (configs.size === 0) {
    return [];
  }
  const above = new Map<string, readonly ParsedFile[]>();
  const configsFor = (directory: string): readonly ParsedFile[] => {
    const before = above.get(directory);
    if (before) {
      return before;
    }
    const own = configs.get(directory);
    const outer = directory === '' ? [] : configsFor(directoryOf(directory));
    const all = own ? [own, ...outer] : outer;
    above.set(directory, all);
    return all;
  };
  const ruleIn = (file: ParsedFile, config: ParsedFile) =>
    firstRule(file.path, config, rulesOf(config));
  const files: FileWithRule[] = [];
  for (const file of repository.files.values()) {
    const [config, ...others] = configsFor(directoryOf(file.path));
    if (!config || baseName(file.path) === configName) {
      continue;
    }
    let judged = known.get(file);
    if (judged?.config !== config) {
      judged = { config, found: ruleIn(file, config) };
      known.set(file, judged);
    }
    if (judged.found) {
      files.push({
        file,
        rule: judged.found,
        outer: () =>
          others
            .map(each => ruleIn(file, each))
            .filter(rule => rule !== undefined),
      });
    }
  }
  return files;
}
