import { Claim, Finding } from '../facts';
import { Reader } from '../reader';
import { Codeowners, CodeownersRule, maxCodeownersBytes } from './codeowners';

/** Where GitHub looks, in its order: the first file that exists counts, the others do not. */
export const codeownersPaths: readonly string[] = [
  '.github/CODEOWNERS',
  'CODEOWNERS',
  'docs/CODEOWNERS',
];

/** Claims that a rule makes: one for each of its owners. */
export function claimsOfRule(
  rule: CodeownersRule,
  location: { repository: string; revision: string; path: string },
): Claim[] {
  const evidence: Claim['evidence'] = {
    type: 'file',
    location: { ...location, line: rule.line },
    text: rule.text.slice(0, 200),
  };
  const catchAll = rule.all ? { catchAll: true } : {};
  if (rule.owners.length === 0) {
    return [
      {
        source: 'codeowners',
        raw: '',
        explicitlyUnowned: true,
        ...catchAll,
        evidence,
      },
    ];
  }
  return rule.owners.map(raw => ({
    source: 'codeowners',
    raw,
    ...catchAll,
    evidence,
  }));
}

/**
 * Reads CODEOWNERS as GitHub does.
 *
 * @public
 */
export const codeownersReader: Reader = {
  name: 'codeowners',

  wants(path) {
    return codeownersPaths.includes(path);
  },

  read({ repository, revision, paths, files }) {
    const present = codeownersPaths.filter(path => paths.has(path));
    const path = present[0];
    const text = path === undefined ? undefined : files.get(path)?.text;
    if (path === undefined || text === undefined) {
      return {};
    }
    const at = (line?: number, file = path) => ({
      repository,
      revision,
      path: file,
      ...(line ? { line } : {}),
    });
    const findings: Finding[] = present.slice(1).map(other => ({
      rule: 'codeowners-shadowed',
      severity: 'warning',
      location: at(undefined, other),
      message: `Never read: ${path} comes first`,
      fix: 'Keep one CODEOWNERS file',
    }));
    if (text.length >= maxCodeownersBytes) {
      findings.push({
        rule: 'codeowners-too-large',
        severity: 'error',
        location: at(),
        message:
          '3 MB or more: GitHub does not load it, so nobody owns anything by it',
      });
      return { findings };
    }
    const codeowners = new Codeowners(text);
    for (const { line, message } of codeowners.errors.slice(0, 100)) {
      findings.push({
        rule: 'codeowners-invalid-line',
        severity: 'warning',
        location: at(line),
        message: `${message}; the line is skipped`,
      });
    }
    findings.push(...staleRules(codeowners, paths, at));
    const claims = new Map<CodeownersRule, Claim[]>();
    for (const rule of codeowners.rules) {
      claims.set(rule, claimsOfRule(rule, { repository, revision, path }));
    }
    return {
      findings,
      claims: file => {
        const rule = codeowners.ruleFor(file);
        return (rule && claims.get(rule)) ?? [];
      },
    };
  },
};

function staleRules(
  codeowners: Codeowners,
  paths: ReadonlySet<string>,
  at: (line: number) => Finding['location'],
): Finding[] {
  const unmatched = new Set(codeowners.rules);
  for (const path of paths) {
    if (unmatched.size === 0) {
      break;
    }
    for (const rule of codeowners.rulesMatching(path)) {
      unmatched.delete(rule);
    }
  }
  return [...unmatched].slice(0, 100).map(({ line, pattern }) => ({
    rule: 'codeowners-stale-rule',
    severity: 'info',
    location: at(line),
    message: `The pattern "${pattern.slice(0, 100)}" matches no file`,
    fix: 'Correct the path or remove the line',
  }));
}
