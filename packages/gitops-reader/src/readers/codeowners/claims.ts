import { Claim, CodeownersDialect, FileLocation } from '../../facts';
import type { CodeownersRule } from './codeowners';

/**
 * Claims that the rules which decide on a file make together: one for each of their owners. Where a section names somebody for the
 * file, what others say of all files has the last word.
 */
export function claimsOfRules(
  rules: readonly CodeownersRule[],
  location: Omit<FileLocation, 'line'>,
  dialect: CodeownersDialect = 'github',
): Claim[] {
  const naming = rules.filter(({ owners }) => owners.length > 0);
  if (naming.length === 0) {
    const [none] = rules;
    return none && rules.every(({ undecided }) => !undecided)
      ? [
          {
            source: 'codeowners',
            raw: '',
            explicitlyUnowned: true,
            ...(none.all ? { catchAll: true } : {}),
            evidence: evidenceOf(none, location),
          },
        ]
      : [];
  }
  return [
    ...claimsTogether(
      naming.filter(({ all }) => !all),
      location,
      dialect,
    ),
    ...claimsTogether(
      naming.filter(({ all }) => all),
      location,
      dialect,
    ),
  ];
}

function claimsTogether(
  rules: readonly CodeownersRule[],
  location: Omit<FileLocation, 'line'>,
  dialect: CodeownersDialect,
): Claim[] {
  const lines = rules.map(({ line }) => line).join(',');
  return rules.flatMap(rule =>
    rule.owners.map((raw): Claim => ({
      source: 'codeowners',
      raw,
      ...(dialect === 'gitlab' && /^@[^@/]+$/.test(raw)
        ? { mayBeGroup: true }
        : {}),
      ...(rule.all ? { catchAll: true } : {}),
      ...(rules.length > 1 ? { together: lines } : {}),
      evidence: evidenceOf(rule, location),
    })),
  );
}

function evidenceOf(
  { line, text }: CodeownersRule,
  location: Omit<FileLocation, 'line'>,
): Claim['evidence'] {
  return {
    type: 'file',
    location: { ...location, line },
    text: text.slice(0, 200),
  };
}
