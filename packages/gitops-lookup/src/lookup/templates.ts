import { Claim, EngineFact, releaseSubject } from '@plumbline/gitops-reader';
import type { DeployedFrom, Reading } from './Reading';

/**
 * Whether a directory of another repository is a chart that a release of another name is made of: whoever keeps it answers for what it
 * is, and whoever deploys it for what it is made into.
 */
export function isTemplate(
  { engine, live }: Reading,
  fact: EngineFact,
  path: string,
): boolean {
  const chart = path.slice(path.lastIndexOf('/') + 1);
  const isChart =
    engine?.ref.kind === 'HelmRelease' ||
    fact.releaseName !== undefined ||
    (fact.valuesFiles?.length ?? 0) > 0 ||
    live?.object.labels?.['helm.sh/chart'] !== undefined;
  return (
    isChart &&
    chart !== '' &&
    subjectOf(engine, fact, chart) !== chart.toLowerCase()
  );
}

/** The values files of a release that are for it alone, as far as their paths tell. */
export function ownValues(
  { engine }: Reading,
  fact: EngineFact,
  path: string,
): string[] {
  const chart = path.slice(path.lastIndexOf('/') + 1);
  const subject = subjectOf(engine, fact, chart);
  return (fact.valuesFiles ?? []).filter(file =>
    file
      .toLowerCase()
      .split('/')
      .some(segment => segment.replace(/\.[a-z]+$/, '') === subject),
  );
}

function subjectOf(
  engine: Reading['engine'],
  fact: EngineFact,
  chart: string,
): string {
  return releaseSubject(fact.releaseName ?? engine?.ref.name, chart);
}

/** What is said of what is deployed from a place: where it is a template, by whoever makes something of it before whoever keeps it. */
export function claimsFrom({ claims, makers }: DeployedFrom): Claim[] {
  return makers && makers.length > 0
    ? [...makers, ...claims.map(claim => ({ ...claim, catchAll: true }))]
    : claims;
}
