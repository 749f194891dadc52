import { Claim, FileLocation } from '../facts';
import type { CodeownersRule } from './codeowners';

/** Claims that the rules which decide on a file make together: one for each of their owners. */
export function claimsOfRules(
  rules: readonly CodeownersRule[],
  location: Omit<FileLocation, 'line'>,
): Claim[] {
  const naming = rules.filter(({ owners }) => owners.length > 0);
  const lines = naming.map(({ line }) => line).join(',');
  const catchAll = naming.every(({ all }) => all) ? { catchAll: true } : {};
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
  return naming.flatMap(rule =>
    rule.owners.map((raw): Claim => ({
      source: 'codeowners',
      raw,
      ...catchAll,
      ...(naming.length > 1 ? { together: lines } : {}),
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
