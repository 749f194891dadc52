import { Claim, ClaimSource, Evidence } from '@plumbline/gitops-reader';
import { ClaimView, Confidence, Owner } from '../answer';
import { TeamDirectory } from './TeamDirectory';

/**
 * Sources of claims, the most specific first. The first source that says anything decides.
 *
 * @public
 */
export const defaultPrecedence: ClaimSource[] = [
  'alert-label',
  'object-label',
  'pod-template-label',
  'controller-label',
  'namespace-label',
  'engine-object',
  'codeowners',
  'owners-file',
  'path-convention',
  'catalog-entity',
  'role-binding',
  'chart-maintainer',
  'repository-default',
];

/** @public */
export interface OwnershipOptions {
  /** Sources in the order in which they decide. A source that is left out never decides, but is still shown. */
  precedence?: ClaimSource[];
}

/**
 * Checks a configured precedence and fills in the default.
 *
 * @public
 */
export function resolvePrecedence(
  precedence: readonly string[] | undefined,
): ClaimSource[] {
  if (!precedence) {
    return defaultPrecedence;
  }
  const known = new Map<string, ClaimSource>(
    defaultPrecedence.map(source => [source, source]),
  );
  return precedence.map((name, at) => {
    const source = known.get(name);
    if (!source) {
      throw new Error(
        `Unknown ownership source '${name}'; allowed are ${defaultPrecedence.join(
          ', ',
        )}`,
      );
    }
    if (precedence.indexOf(name) !== at) {
      throw new Error(`Ownership source '${name}' stands twice`);
    }
    return source;
  });
}

/** @public */
export interface ResolveOwnersOptions extends OwnershipOptions {
  /** How sure it is that the claims are about the thing asked for. */
  subjectConfidence?: Confidence;
  /** Where a person can look at the evidence. */
  url?: (evidence: Evidence) => string | undefined;
}

/** Who owns a thing, by its claims. @public */
export interface Ownership {
  owners: Owner[];
  unowned: 'nobody' | 'explicit' | null;
  contested: boolean;
  /** Every claim, the decisive ones first. */
  claims: ClaimView[];
}

/** What people sign in with at GitHub. */
const login = /^[a-z0-9](-?[a-z0-9]){0,38}$/i;

type Mark = Pick<Claim, 'source' | 'raw' | 'evidence' | 'mayBeGroup'>;

/** The mark that a claim means: OWNERS files name people without an `@`, and groups by their alias. */
function markIn(
  { source, raw, evidence, mayBeGroup }: Mark,
  directory: TeamDirectory,
): string {
  if (mayBeGroup) {
    const group = groupOf(raw);
    const known = directory.get(group);
    return known && !known.onlyIn && !directory.get(raw) ? group : raw;
  }
  if (source !== 'owners-file' || !login.test(raw)) {
    return raw;
  }
  const team = directory.get(raw);
  const isTeam = team
    ? !team.onlyIn || directory.isAlias(raw, evidence)
    : directory.namesakes(raw).length > 0;
  return isTeam ? raw : `user:default/${raw}`;
}

/** The group that a handle of GitLab may be of. */
function groupOf(handle: string): string {
  return `group:default/${handle.replace(/^@/, '')}`;
}

/** Sources that only hint at a team: they answer where nothing else does, and contradict nobody. */
const hints: readonly ClaimSource[] = ['role-binding', 'chart-maintainer'];

/** Sources that contradict nobody. */
const peaceful: readonly ClaimSource[] = [...hints, 'path-convention'];

/** Whether a claim decides only when nothing more specific speaks. */
function speaksLast({ catchAll, source }: Claim): boolean {
  return catchAll === true || hints.includes(source);
}

const confidences: Record<ClaimSource, Confidence> = {
  'alert-label': 'certain',
  'object-label': 'certain',
  'pod-template-label': 'certain',
  'controller-label': 'certain',
  'namespace-label': 'likely',
  'engine-object': 'likely',
  codeowners: 'likely',
  'owners-file': 'likely',
  'path-convention': 'guess',
  'catalog-entity': 'likely',
  'role-binding': 'guess',
  'chart-maintainer': 'guess',
  'repository-default': 'guess',
};

/**
 * What the precedence makes of the claims.
 *
 * The highest-ranked source decides; where it has several marks (a label in Git and another one in the cluster), the
 * first. A catch-all or a mere hint decides only when nothing more specific speaks. Several teams own when one mark names them all.
 * The claims are contested when another mark names teams none of which is an owner.
 *
 * @public
 */
export function resolveOwners(
  claims: Claim[],
  directory: TeamDirectory,
  options: ResolveOwnersOptions = {},
): Ownership {
  const precedence = resolvePrecedence(options.precedence);
  const rank = (claim: Claim) => {
    const at = precedence.indexOf(claim.source);
    return at < 0 ? precedence.length : at;
  };
  const ranked = claims
    .filter(claim => claim.explicitlyUnowned || claim.raw.trim() !== '')
    .map((claim, order) => ({ claim, order }))
    .sort(
      (a, b) =>
        Number(speaksLast(a.claim)) - Number(speaksLast(b.claim)) ||
        rank(a.claim) - rank(b.claim) ||
        a.order - b.order,
    )
    .map(entry => entry.claim);
  const first = ranked.find(claim => rank(claim) < precedence.length);
  const decisive = first
    ? ranked.filter(
        claim =>
          claim.source === first.source && markOf(claim) === markOf(first),
      )
    : [];

  const teamOf = (claim: Claim) =>
    claim.explicitlyUnowned
      ? undefined
      : directory.refOf(markIn(claim, directory));
  // Where teams are known, a name on an alert that is none of them may as well be a route, a product or a slip.
  const ofAlert = (claim: Claim): Confidence =>
    !directory.get(claim.raw) && ranked.some(other => directory.get(other.raw))
      ? 'guess'
      : 'certain';
  const confidenceOf = (claim: Claim): Confidence => {
    if (
      claim.doubtful ||
      directory.namesakes(claim.raw).length > 0 ||
      (claim.unsure && !directory.get(claim.raw))
    ) {
      return 'guess';
    }
    return claim.source === 'alert-label'
      ? ofAlert(claim)
      : weaker(
          confidences[claim.source],
          options.subjectConfidence ?? 'certain',
        );
  };
  const owners: Owner[] = [];
  for (const claim of decisive) {
    const team = teamOf(claim);
    if (team && !owners.some(owner => owner.team === team)) {
      owners.push({
        team,
        title: directory.get(markIn(claim, directory))?.title,
        raw: claim.raw,
        source: claim.source,
        confidence: confidenceOf(claim),
        evidence: claim.evidence,
        url: options.url?.(claim.evidence),
      });
    }
  }
  return {
    owners,
    unowned: unownedOf(owners, first),
    contested: contests(ranked, owners.length > 0 ? decisive : [], directory),
    claims: ranked
      .map(claim => ({
        team: teamOf(claim),
        raw: claim.raw,
        source: claim.source,
        decisive: decisive.includes(claim),
        evidence: claim.evidence,
        url: options.url?.(claim.evidence),
      }))
      .sort((a, b) => Number(b.decisive) - Number(a.decisive)),
  };
}

/**
 * Whether an entity of the portal's catalog says so, and no file or object that was read.
 *
 * @public
 */
export function isOfCatalog({ evidence }: Pick<Claim, 'evidence'>): boolean {
  return (
    evidence.type === 'object' &&
    evidence.cluster === '' &&
    evidence.object.apiVersion.startsWith('backstage.io/')
  );
}

function unownedOf(
  owners: Owner[],
  first: Claim | undefined,
): Ownership['unowned'] {
  if (owners.length > 0) {
    return null;
  }
  return first?.explicitlyUnowned ? 'explicit' : 'nobody';
}

/**
 * Whether some mark that is no catch-all, no mere hint and no path alone names teams, and none of them is an owner. A mark that may be of
 * another thing contradicts none that is surely of this one.
 */
function contests(
  claims: Claim[],
  owners: Claim[],
  directory: TeamDirectory,
): boolean {
  if (owners.length === 0) {
    return false;
  }
  const keyOf = (claim: Mark) => directory.keyOf(markIn(claim, directory));
  const owning = new Set(owners.map(keyOf));
  const sure = owners.some(({ doubtful }) => !doubtful);
  const marks = new Map<string, string[]>();
  for (const claim of claims) {
    if (
      !(claim.doubtful && sure) &&
      !claim.catchAll &&
      !claim.explicitlyUnowned &&
      !peaceful.includes(claim.source)
    ) {
      const mark = `${claim.source} ${markOf(claim)}`;
      const teams = marks.get(mark) ?? [];
      teams.push(
        keyOf(claim),
        ...(claim.mayBeGroup ? [directory.keyOf(groupOf(claim.raw))] : []),
      );
      marks.set(mark, teams);
    }
  }
  return [...marks.values()].some(
    teams => !teams.some(team => owning.has(team)),
  );
}

/** Claims of one mark belong together: one line of CODEOWNERS, one OWNERS file, one label of one object. */
function markOf({ source, evidence, together }: Claim): string {
  if (evidence.type === 'object') {
    const { kind, namespace = '', name } = evidence.object;
    return [evidence.cluster, kind, namespace, name, evidence.field].join(' ');
  }
  const { repository, path, line } = evidence.location;
  return source === 'owners-file'
    ? `${repository} ${path}`
    : `${repository} ${path} ${together ?? line ?? ''}`;
}

const order: Confidence[] = ['certain', 'likely', 'guess'];

/** The less sure of two. */
export function weaker(a: Confidence, b: Confidence): Confidence {
  return order[Math.max(order.indexOf(a), order.indexOf(b))];
}
