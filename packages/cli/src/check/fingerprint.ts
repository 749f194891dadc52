import { createHash } from 'node:crypto';
import { Finding } from '@plumbline/gitops-reader';
import { PrintedFinding } from '../lib/printed';
import { CheckedFinding } from './types';

/**
 * The findings that the base does not have. Lines move with every edit above them, so findings are told apart by rule,
 * path and message; of several equal ones, as many are new as there are more of them.
 */
export function newAgainst(findings: Finding[], base: Finding[]): Finding[] {
  const before = new Map<string, number>();
  for (const finding of base) {
    const key = identityOf({ ...finding, file: finding.location.path });
    before.set(key, (before.get(key) ?? 0) + 1);
  }
  return findings.filter(finding => {
    const key = identityOf({ ...finding, file: finding.location.path });
    const left = before.get(key) ?? 0;
    before.set(key, left - 1);
    return left <= 0;
  });
}

/** Adds what tells a finding from others, from one commit to the next. */
export function fingerprinted(findings: PrintedFinding[]): CheckedFinding[] {
  const seen = new Map<string, number>();
  return findings.map(finding => {
    const identity = identityOf(finding);
    const ordinal = seen.get(identity) ?? 0;
    seen.set(identity, ordinal + 1);
    return {
      ...finding,
      fingerprint: createHash('sha256')
        .update(`${ordinal} ${identity}`)
        .digest('hex')
        .slice(0, 32),
    };
  });
}

function identityOf(finding: {
  rule: string;
  file: string;
  message: string;
}): string {
  return JSON.stringify([finding.rule, finding.file, finding.message]);
}
