import { Finding, JsonValue } from '../../facts';
import { isObject } from '../../lib/json';
import { isKubernetesObject } from '../manifests';
import { perFile } from '../../memory/perFile';
import { ParsedFile, ParsedRepository } from '../reader';
import { baseName } from '../../files/treePaths';
import {
  judgeSecretValue,
  lineOf,
  secretValueKind,
  variableOf,
} from '../../yaml';
import { isSopsEncrypted } from './sops';
import {
  CreationRule,
  filesWithRules,
  FileWithRule,
  RuleOfFile,
} from './sopsConfig';
import { documentRecipients, notAmong } from './sopsRecipients';

/** Names that a rule for any file of a directory takes as well. */
const usualNames = [
  'kustomization.yaml',
  'deployment.yaml',
  'a.yaml',
  'values.yaml',
  'x.env',
];

/** Whether a rule takes a file by its name: one that would take any file beside it says nothing of this one. */
function isSingledOut({ rule: { pattern }, within }: RuleOfFile): boolean {
  const beside = within.slice(0, within.length - baseName(within).length);
  return (
    pattern !== undefined &&
    !usualNames.some(name => pattern.test(`${beside}${name}`.slice(0, 500)))
  );
}

/** Whether a rule names a directory as one of secrets: `secrets/prod/.*\.yaml$`. */
function isForSecrets({ written = '' }: CreationRule): boolean {
  return written
    .split('/')
    .slice(0, -1)
    .some(step =>
      /^\^?(\.\*|\.\+)?([\w-]+[-_])?(secrets?|vault|sops|credentials|private|enc|encrypted)$/.test(
        step,
      ),
    );
}

/** Files with values of no secret, wherever they are. */
const otherFiles =
  /(^|\/)(kustomization\.ya?ml|Chart\.(ya?ml|lock)|catalog-info\.ya?ml|CODEOWNERS|OWNERS(_ALIASES)?|[^/]*\.(md|schema\.json))$|(^|\/)(templates|\.github)\//;

/** Larger files are looked at no further. */
const mostValues = 20_000;

/** Whether a file holds values in plain text, and is no manifest: what of those is a secret is told elsewhere. */
const holdsPlainValues = perFile(({ path, documents, text }): boolean => {
  if (otherFiles.test(path)) {
    return false;
  }
  const isPlain = (key: string, value: string) =>
    (secretValueKind(value) ?? judgeSecretValue(key, value, 'text')) ===
    'value';
  if (documents.length === 0) {
    return (text ?? '').split('\n').some(line => {
      const { key, value } = variableOf(line) ?? {};
      return key !== undefined && value !== undefined && isPlain(key, value);
    });
  }
  if (
    documents.some(
      ({ value }) =>
        isKubernetesObject(value) ||
        (isObject(value) && typeof value.apiVersion === 'string'),
    )
  ) {
    return false;
  }
  const pending: { key: string; value: JsonValue }[] = documents.map(
    ({ value }) => ({ key: '', value }),
  );
  let seen = 0;
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { key, value } = next;
    if (++seen > mostValues) {
      return false;
    }
    if (Array.isArray(value)) {
      value.forEach(item => pending.push({ key, value: item }));
    } else if (isObject(value)) {
      for (const name of Object.keys(value)) {
        pending.push({ key: name, value: value[name] ?? null });
      }
    } else if (typeof value === 'string' && isPlain(key, value)) {
      return true;
    }
  }
  return false;
});

const isSopsFile = ({ documents }: ParsedFile) =>
  documents.some(({ value }) => isObject(value) && isSopsEncrypted(value));

/** What could not be read, or holds nothing, is given the benefit of the doubt. */
function isEncrypted(file: ParsedFile): boolean {
  const { documents, skipped, text } = file;
  if (documents.length === 0) {
    // A template holds no more than what it is given.
    return (
      skipped !== undefined ||
      (text ?? '').trim() === '' ||
      text?.includes('{{') === true
    );
  }
  return isSopsFile(file);
}

/** Rules that take whole directories of which half of the files, and more, are encrypted. */
function rulesInUse(files: readonly FileWithRule[]): ReadonlySet<CreationRule> {
  const counts = new Map<CreationRule, { encrypted: number; plain: number }>();
  for (const { file, rule } of files) {
    const count = counts.get(rule.rule) ?? { encrypted: 0, plain: 0 };
    counts.set(rule.rule, count);
    if (isSopsFile(file)) {
      count.encrypted++;
    } else if (!otherFiles.test(file.path)) {
      count.plain++;
    }
  }
  return new Set(
    [...counts]
      .filter(([, { encrypted, plain }]) => encrypted > 1 && encrypted >= plain)
      .map(([rule]) => rule),
  );
}

const mostShown = 3;

/** Of what is no name of a key nobody knows whether it is the key itself. */
const nameOfKey =
  /^(age1[a-z\d]+|ssh-(ed25519|rsa) \S{20,}|(0X)?[\dA-F]{8,64}|arn:aws[\w-]*:kms:\S+|projects\/\S+)$/;

function shortList(names: readonly string[]): string {
  const shown = names
    .slice(0, mostShown)
    .map(name =>
      nameOfKey.test(name)
        ? name.slice(0, 100)
        : 'a key of a form that is not known',
    );
  const rest = names.length - shown.length;
  return `${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** How a file is encrypted for others than its rule says; it may well be as one says that is further up. */
function differenceOf({
  file: { documents },
  rule,
  outer,
}: FileWithRule): { what: string; line: number } | undefined {
  const document = documents.find(
    ({ value }) => isObject(value) && isSopsEncrypted(value),
  );
  const actual =
    rule.rule.recipients && document && isObject(document.value)
      ? documentRecipients(document.value)
      : undefined;
  if (!document || !actual) {
    return undefined;
  }
  const [nearest, ...others] = [rule, ...outer()].map(
    ({ rule: { recipients = actual } }) => ({
      missing: notAmong(recipients, actual),
      extra: notAmong(actual, recipients),
    }),
  );
  const { missing, extra } = nearest;
  if (
    [nearest, ...others].some(
      each => each.missing.length + each.extra.length === 0,
    )
  ) {
    return undefined;
  }
  const what = [
    ...(missing.length > 0
      ? [`wants this file to be for ${shortList(missing)} as well`]
      : []),
    ...(extra.length > 0
      ? [`knows nothing of ${shortList(extra)}, who can read it`]
      : []),
  ].join(', and ');
  return { what, line: lineOf(document, ['sops']) };
}

/** What a file is made of that is encrypted then. */
const templates = /\.(tmpl|tpl|template|gotmpl|j2|jinja2?)$/i;

/** What the `.sops.yaml` above a file says of it, and is not so: that it is encrypted, or for whom. */
export function sopsFindings(
  repository: ParsedRepository,
  isTest: (path: string) => boolean,
): Finding[] {
  const files = filesWithRules(repository);
  const inUse = rulesInUse(files);
  const findings: Finding[] = [];
  for (const each of files) {
    const { file, rule } = each;
    const severity = isTest(file.path) ? 'info' : 'warning';
    const at = {
      repository: repository.repository,
      revision: repository.revision,
      path: file.path,
    };
    const byDirectory =
      !rule.rule.partial &&
      rule.rule.written !== undefined &&
      (isForSecrets(rule.rule) || inUse.has(rule.rule));
    if (
      !isEncrypted(file) &&
      !templates.test(file.path) &&
      (isSingledOut(rule) ||
        (byDirectory && holdsPlainValues(file, repository)))
    ) {
      findings.push({
        rule: 'sops-not-encrypted',
        severity,
        location: { ...at, line: 1 },
        message: `${rule.config.path} says that SOPS encrypts this file, and it is not encrypted`,
        fix: 'Encrypt it (`sops encrypt --in-place`), and rotate what it holds: the history keeps it.',
      });
    }
    const difference = differenceOf(each);
    if (difference) {
      findings.push({
        rule: 'sops-recipients-differ',
        severity,
        location: { ...at, line: difference.line },
        message: `${rule.config.path} ${difference.what}`,
        fix: 'Run `sops updatekeys` on the file. Rotate its values where somebody is not to read them any more: the history keeps them.',
      });
    }
  }
  return findings;
}
