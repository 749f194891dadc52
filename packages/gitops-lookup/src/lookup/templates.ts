import { Claim, EngineFact, releaseSubject } from '@plumbline/gitops-reader';
import type { DeployedFrom, Reading } from './Reading';
import { lastSegment } from '../names/lastSegment';

/**
 * Whether a directory of another repository is a chart that a release of another name is made of: whoever keeps it answers for what it
 * is, and whoever deploys it for what it is made into.
 */
export function isTemplate(
  { engine, live }: Reading,
  fact: EngineFact,
  path: string,
  repository: string,
): boolean {
  const isChart =
    engine?.ref.kind === 'HelmRelease' ||
    fact.rendersChart === true ||
    live?.object.labels?.['helm.sh/chart'] !== undefined;
  return (
    isChart &&
    lastSegment(path) !== '' &&
    // What keeps the chart of one thing is mostly called after that, if not in the chart's directory: `acme/cart` has `deploy/chart`.
    [...path.split('/'), lastSegment(repository), nameOfChart(live)].every(
      name => !name || subjectOf(engine, fact, name) !== name.toLowerCase(),
    )
  );
}

/** `cart` of `cart-1.2.0`. */
function nameOfChart(live: Reading['live']): string | undefined {
  return live?.object.labels?.['helm.sh/chart']?.replace(/-v?\d+\..*$/, '');
}

/** Whether what deploys a release has a directory of the name of that: one of all of them says nothing of it. */
export function isForItAlone(
  file: string,
  { engine }: Reading,
  fact: EngineFact,
  path: string,
): boolean {
  const subject = subjectOf(engine, fact, lastSegment(path));
  return file.toLowerCase().split('/').slice(0, -1).includes(subject);
}

/** The values files of a release that are for it alone, as far as their paths tell. */
export function ownValues(
  { engine }: Reading,
  fact: EngineFact,
  path: string,
): string[] {
  const subject = subjectOf(engine, fact, lastSegment(path));
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
