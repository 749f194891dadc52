import { Finding } from '../facts';

/** What has leaked stays leaked, wherever it was put. */
const leaks = new Set([
  'plaintext-credential',
  'plaintext-secret',
  'sops-not-encrypted',
]);

/** What is copied to another place before anybody builds it, and what is only shown. */
const scaffolds =
  /(^|\/)(hack|scripts?|templates?|skeletons?|scaffold(s|ing)?|boilerplates?|examples?|samples?|docs?|documentation)\//i;

/** What is not there in a scaffold is there where it is copied to. */
const missing = new Set([
  'kustomize-missing-resource',
  'kustomize-outside-tree',
  'source-path-missing',
]);

/**
 * Nobody deploys what was put away, or what a test takes for its input: what is wrong with it is worth knowing, may well
 * be meant, and keeps nobody awake. So it is with what a scaffold lacks.
 */
export function calmAsides(
  findings: readonly Finding[],
  isAside: (path: string) => boolean,
): Finding[] {
  return findings.map(finding =>
    finding.severity !== 'info' &&
    !leaks.has(finding.rule) &&
    (isAside(finding.location.path) ||
      (missing.has(finding.rule) && scaffolds.test(finding.location.path)))
      ? { ...finding, severity: 'info' }
      : finding,
  );
}
