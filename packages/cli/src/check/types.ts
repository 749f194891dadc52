import { Finding } from '@plumbline/gitops-reader';
import { PrintedFinding } from '../lib/printed';

export interface CheckedFinding extends PrintedFinding {
  /** Stays the same when lines move. */
  fingerprint: string;
}

/** The contract of `plumbline check --format json`. */
export interface CheckReport {
  schema: 'plumbline.check/v1';
  repository: string;
  revision: string;
  /** The commit of --base: findings that it has already are left out. */
  base?: string;
  /** Findings at or above it are listed, and make the check fail. */
  severity: Finding['severity'];
  /** The worst first. */
  findings: CheckedFinding[];
  /** How many more there are below the severity. */
  belowSeverity: number;
  /** What could not be read, and so could not be checked. */
  skipped: { file: string; reason: string }[];
}
