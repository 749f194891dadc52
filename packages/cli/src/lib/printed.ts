import { Finding } from '@plumbline/gitops-reader';
import { Ownership } from '@plumbline/gitops-lookup';

/** An owner as JSON prints it. */
export type PrintedOwner = Pick<
  Ownership['owners'][number],
  'team' | 'raw' | 'source' | 'evidence'
>;

/** A finding as JSON prints it. */
export interface PrintedFinding {
  rule: string;
  severity: Finding['severity'];
  file: string;
  line?: number;
  message: string;
  fix?: string;
  owners: PrintedOwner[];
}

export const severities = ['error', 'warning', 'info'] as const;

export function printedOwner({
  team,
  raw,
  source,
  evidence,
}: Ownership['owners'][number]): PrintedOwner {
  return { team, raw, source, evidence };
}

export function printedFinding(
  { rule, severity, location, message, fix }: Finding,
  ownersOf: (path: string, line?: number) => Ownership,
): PrintedFinding {
  return {
    rule,
    severity,
    file: location.path,
    line: location.line,
    message,
    fix,
    owners: ownersOf(location.path, location.line).owners.map(printedOwner),
  };
}

/** The worst first, then by rule and place. */
export function worstFirst<T extends PrintedFinding>(findings: T[]): T[] {
  return [...findings].sort(
    (a, b) =>
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      compare(a.rule, b.rule) ||
      compare(a.file, b.file) ||
      (a.line ?? 0) - (b.line ?? 0),
  );
}

function compare(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}
