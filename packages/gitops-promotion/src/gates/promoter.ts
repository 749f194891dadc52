import { PromotedBranch, PromotionFact } from '@plumbline/gitops-reader';
import { ServiceNames } from './ServiceNames';
import { isMeant, stateOf } from './stateOf';
import {
  Gate,
  GatedPlace,
  GateOptions,
  PendingPromotion,
  PromotionObject,
} from './types';

type Branches = Extract<PromotionFact, { type: 'strategy' | 'policy' }>;

interface Of<T> {
  object: PromotionObject;
  fact: T;
}

const phases: { [phase: string]: Gate['state'] } = {
  success: 'passed',
  pending: 'waiting',
  failure: 'failed',
};

/**
 * Commits that GitOps Promoter has proposed to the branch of an environment, and what stands between. They bring all that
 * the branch holds, or its directory, where one is given: what is promoted besides the service is left out.
 *
 * @public
 */
export function pendingInPromoter(
  objects: PromotionObject[],
  place: GatedPlace,
  options: GateOptions,
): PendingPromotion[] {
  const { environmentOf } = options;
  const wanted = new Set(place.repositories.map(name => name.toLowerCase()));
  const repositories = objects.filter(
    ({ fact }) =>
      fact.type === 'repository' && wanted.has(fact.name.toLowerCase()),
  );
  const isOf = (object: PromotionObject, repository: string) =>
    repositories.some(
      each => each.name === repository && inOneNamespace(each, object),
    );
  const told = objects.flatMap((object): Of<Branches>[] =>
    (object.fact.type === 'strategy' || object.fact.type === 'policy') &&
    isOf(object, object.fact.repository)
      ? [{ object, fact: object.fact }]
      : [],
  );
  const names = new ServiceNames(place, options);
  const meant = told
    .filter(each => !isToldByStrategy(each, told))
    .flatMap(({ object, fact }) =>
      fact.branches.flatMap((branch, at) =>
        names.isWithin(branch) &&
        isMeant(
          branch.branch,
          environmentOf(branch.branch) ??
            environmentOf(branch.branch.split('/').at(-1) ?? ''),
          place,
        )
          ? [{ object, fact, branch, at }]
          : [],
      ),
    );
  // What is for the service alone goes before what is for all of the repository.
  const own = meant.filter(({ object, fact, branch }) =>
    names.isNamed(
      branch,
      (fact.type === 'policy' ? fact.strategy : undefined) ?? object.name,
    ),
  );
  return (own.length > 0 ? own : meant)
    .filter(({ branch }) => isProposed(branch))
    .map(({ object, fact, branch, at }) =>
      pendingOf(
        branch,
        beforeOf(fact.branches, at),
        pullRequestOf(branch, { object, fact }, objects),
        object,
      ),
    );
}

function inOneNamespace(a: PromotionObject, b: PromotionObject): boolean {
  return a.cluster === b.cluster && a.namespace === b.namespace;
}

/** A strategy tells the same as the policies that it makes. */
function isToldByStrategy(
  { object, fact }: Of<Branches>,
  told: Of<Branches>[],
): boolean {
  return (
    fact.type === 'policy' &&
    told.some(
      other =>
        other.fact.type === 'strategy' &&
        other.object.name === fact.strategy &&
        inOneNamespace(other.object, object) &&
        other.fact.branches.some(
          ({ branch, proposed }) =>
            branch === fact.branches[0]?.branch && proposed !== undefined,
        ),
    )
  );
}

/** Branches that have to have it first. */
function beforeOf(branches: PromotedBranch[], at: number): PromotedBranch[] {
  const { after } = branches[at];
  return after === undefined
    ? branches.slice(Math.max(0, at - 1), at)
    : branches.filter(({ branch }) => after.includes(branch));
}

function isProposed({ active, proposed }: PromotedBranch): boolean {
  return proposed !== undefined && proposed !== active;
}

function pullRequestOf(
  { branch, path, pullRequest }: PromotedBranch,
  { object, fact }: Of<Branches>,
  objects: PromotionObject[],
): { state?: string; url?: string } | undefined {
  const found = objects.flatMap(other =>
    other.fact.type === 'pull-request' &&
    other.fact.branch === branch &&
    // Several directories of one branch have a pull request each.
    (path === undefined || other.fact.from?.endsWith(`/${path}`) === true) &&
    other.fact.repository === fact.repository &&
    inOneNamespace(other, object)
      ? [other.fact]
      : [],
  );
  const open = found.find(({ state }) => state === 'open') ?? found[0];
  return pullRequest || open ? { ...open, ...pullRequest } : undefined;
}

function pendingOf(
  branch: PromotedBranch,
  before: PromotedBranch[],
  pullRequest: { state?: string; url?: string } | undefined,
  { asOf }: PromotionObject,
): PendingPromotion {
  const to = (branch.proposed ?? '').slice(0, 12);
  const gates = [
    ...gatesOf(branch, 'proposed', ''),
    ...before.flatMap(each => gatesOf(each, 'active', `${each.branch}: `)),
  ];
  if (pullRequest?.state === 'closed') {
    gates.push({
      kind: 'merge',
      name: 'pull request',
      state: 'failed',
      reason: 'it was closed without being merged',
    });
  } else if (!branch.autoMerge) {
    gates.push({
      kind: 'approval',
      name: 'merge',
      state: 'waiting',
      reason: 'a person merges to this branch',
    });
  }
  return {
    source: 'gitops-promoter',
    title: branch.subject ?? `${to} to ${branch.branch}`,
    ...(pullRequest?.url && { url: pullRequest.url }),
    to,
    state: stateOf(gates),
    gates,
    ...(branch.proposedAt && { since: branch.proposedAt }),
    ...(asOf && { asOf }),
  };
}

function gatesOf(
  { statuses }: PromotedBranch,
  of: 'active' | 'proposed',
  prefix: string,
): Gate[] {
  return statuses
    .filter(status => status.of === of)
    .map(({ key, phase = '', url }) => ({
      kind: key === 'timer' ? 'time' : 'check',
      name: `${prefix}${key}`,
      state: phases[phase] ?? 'unknown',
      ...(url && { url }),
    }));
}
