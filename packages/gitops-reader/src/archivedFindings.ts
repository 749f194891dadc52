import { Finding } from './facts';
import { Places } from './paths';

/** What has leaked stays leaked, wherever it was put. */
const leaks = new Set([
  'plaintext-credential',
  'plaintext-secret',
  'sops-not-encrypted',
]);

/** Nobody builds what was put away: what is wrong with it is worth knowing, and keeps nobody awake. */
export function calmArchives(
  findings: readonly Finding[],
  places: Places,
): Finding[] {
  return findings.map(finding =>
    finding.severity !== 'info' &&
    !leaks.has(finding.rule) &&
    places.of(finding.location.path).environment === 'archived'
      ? { ...finding, severity: 'info' }
      : finding,
  );
}
