import {
  Claim,
  ClaimSource,
  EngineFact,
  releaseSubject,
} from '@plumbline/gitops-reader';
import type { DeployedFrom, Reading } from './Reading';

const ofPaths: ReadonlySet<ClaimSource> = new Set([
  'codeowners',
  'owners-file',
  'path-convention',
  'catalog-entity',
]);

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

/** Rules on paths, without those for all files. */
export function rulesAmong(claims: readonly Claim[]): Claim[] {
  return claims.filter(
    ({ source, catchAll }) => ofPaths.has(source) && !catchAll,
  );
}

/** What is said of what is deployed from a place: where it is a template, by whoever makes something of it before whoever keeps it. */
export function claimsFrom({ claims, makers }: DeployedFrom): Claim[] {
  return makers && makers.length > 0
    ? [...makers, ...claims.map(claim => ({ ...claim, catchAll: true }))]
    : claims;
}
