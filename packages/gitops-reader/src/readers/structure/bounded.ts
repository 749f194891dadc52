import { Finding } from '../../facts';

/** Findings of one rule that are listed one by one. */
const most = 50;

const weight = { error: 0, warning: 1, info: 2 };

/** The gravest findings of a rule; how many more there are, the last one says. */
export function bounded(findings: Finding[]): Finding[] {
  if (findings.length <= most) {
    return findings;
  }
  const sorted = [...findings].sort(
    (a, b) => weight[a.severity] - weight[b.severity],
  );
  const shown = sorted.slice(0, most);
  const last = shown[most - 1];
  shown[most - 1] = {
    ...last,
    message: `${last.message} There are ${findings.length - most} more findings of this kind.`,
  };
  return shown;
}

/** `a, b and 3 more`. */
export function listed(items: readonly string[], shown = 4): string {
  return items.length <= shown
    ? items.join(', ')
    : `${items.slice(0, shown).join(', ')} and ${items.length - shown} more`;
}
