import { Gate } from '@plumbline/plugin-plumbline-node';

/** What GitHub says of a pull request, as much of it as matters. */
export interface PullRequestState {
  draft: boolean;
  mergeable: boolean | null;
  /** `clean`, `blocked`, `behind`, `dirty`, `unstable`, … */
  mergeableState: string;
}

export interface Review {
  user: string;
  state: string;
}

export interface Check {
  name: string;
  state: Gate['state'];
  reason?: string;
  url?: string;
}

export interface BranchRules {
  /** Names of checks that have to pass. */
  checks: string[];
  approvals: number;
}

const passing = ['success', 'neutral', 'skipped'];

/** A check run: what a program says by itself. */
export function toCheck(run: {
  name: string;
  status: string;
  conclusion: string | null;
  url?: string | null;
}): Check {
  const { name, status, conclusion, url } = run;
  let state: Gate['state'] = 'waiting';
  if (status === 'completed' && conclusion !== 'action_required') {
    state = passing.includes(conclusion ?? '') ? 'passed' : 'failed';
  }
  return {
    name,
    state,
    ...(state !== 'passed' && { reason: conclusion ?? status }),
    ...(url && { url }),
  };
}

/** What stands between a pull request and its branch. Parts that GitHub does not show are unknown. */
export function gatesOf(options: {
  state: PullRequestState;
  reviews: Review[];
  checks: Check[] | undefined;
  rules: BranchRules | undefined;
}): Gate[] {
  const { state, reviews, checks, rules } = options;
  const gates = [
    ...mergeGates(state),
    ...approvalGates(reviews, rules),
    ...checkGates(checks, rules),
  ];
  const open = gates.some(
    gate => gate.required !== false && gate.state !== 'passed',
  );
  if (state.mergeableState === 'blocked' && !open) {
    // Rules of a classic kind are not shown: any of the checks may be required.
    const mayBeCheck = checks?.some(check => check.state !== 'passed') ?? true;
    gates.push({
      kind: 'merge',
      name: 'branch rules',
      state: mayBeCheck ? 'unknown' : 'waiting',
      reason: mayBeCheck
        ? 'GitHub holds it up, and does not show which checks it needs'
        : 'rules of the branch hold it up',
    });
  }
  return gates;
}

function mergeGates({
  draft,
  mergeable,
  mergeableState,
}: PullRequestState): Gate[] {
  const gates: Gate[] = [];
  if (draft) {
    gates.push({
      kind: 'merge',
      name: 'draft',
      state: 'waiting',
      reason: 'it is a draft',
    });
  }
  if (mergeable === false) {
    gates.push({
      kind: 'merge',
      name: 'conflicts',
      state: 'failed',
      reason: 'it conflicts with its branch',
    });
  } else if (mergeable === null) {
    gates.push({
      kind: 'merge',
      name: 'conflicts',
      state: 'unknown',
      reason: 'GitHub has not worked out whether it can be merged',
    });
  }
  if (mergeableState === 'behind') {
    gates.push({
      kind: 'merge',
      name: 'branch',
      state: 'waiting',
      reason: 'its branch has moved on',
    });
  }
  return gates;
}

/** Of each person the last word counts. */
function approvalGates(
  reviews: Review[],
  rules: BranchRules | undefined,
): Gate[] {
  const last = new Map<string, string>();
  for (const { user, state } of reviews) {
    if (['APPROVED', 'CHANGES_REQUESTED', 'DISMISSED'].includes(state)) {
      last.set(user, state);
    }
  }
  const by = (wanted: string) =>
    [...last].flatMap(([user, state]) => (state === wanted ? [user] : []));
  const approved = by('APPROVED');
  const refused = by('CHANGES_REQUESTED');
  const needed = rules?.approvals ?? 0;
  const gates: Gate[] = [];
  if (needed > 0 || approved.length > 0) {
    const enough = approved.length >= needed;
    gates.push({
      kind: 'approval',
      name: 'review',
      state: enough ? 'passed' : 'waiting',
      reason: enough
        ? `approved by ${approved.join(', ')}`
        : `${approved.length} of ${needed} approvals`,
    });
  }
  if (refused.length > 0) {
    gates.push({
      kind: 'approval',
      name: 'changes requested',
      state: 'failed',
      reason: `by ${refused.join(', ')}`,
    });
  }
  return gates;
}

function checkGates(
  checks: Check[] | undefined,
  rules: BranchRules | undefined,
): Gate[] {
  if (!checks) {
    return [
      {
        kind: 'check',
        name: 'checks',
        state: 'unknown',
        reason: 'GitHub does not show the checks to these credentials',
      },
    ];
  }
  const required = rules?.checks ?? [];
  const gates = checks.map((check): Gate => ({
    kind: 'check',
    ...check,
    ...(!required.includes(check.name) && { required: false }),
  }));
  const missing = required.filter(
    name => !checks.some(check => check.name === name),
  );
  return [
    ...gates,
    ...missing.map((name): Gate => ({
      kind: 'check',
      name,
      state: 'waiting',
      reason: 'it has not reported yet',
    })),
  ];
}

const waiting = ['waiting', 'pending', 'queued'];

/** What stands between a deployment and its environment, whose rules are undefined where GitHub does not show them. */
export function deploymentGates(
  state: string,
  environment: { rules: ProtectionRule[] } | undefined,
): Gate[] {
  // One that runs has come through the protection of its environment.
  const waits = waiting.includes(state);
  const gates = environment ? protectionGates(environment.rules, waits) : [];
  if (waits) {
    const unknown: Gate = {
      kind: 'approval',
      name: 'environment rules',
      state: 'unknown',
      reason: 'GitHub does not show them to these credentials',
    };
    return [
      ...gates,
      ...(environment ? [] : [unknown]),
      { kind: 'check', name: 'deployment', state: 'waiting', reason: state },
    ];
  }
  if (state === 'unknown') {
    const reason = 'GitHub does not show how it goes to these credentials';
    return [{ kind: 'run', name: 'deployment', state, reason }];
  }
  const failed = ['failure', 'error'].includes(state);
  return [
    ...gates,
    {
      kind: 'run',
      name: 'deployment',
      state: failed ? 'failed' : 'passed',
      ...(failed && { reason: state }),
    },
  ];
}

interface ProtectionRule {
  type: string;
  reviewers?: string[];
  minutes?: number;
}

/** What an environment of GitHub asks for before something is deployed to it. */
function protectionGates(rules: ProtectionRule[], waits: boolean): Gate[] {
  return rules.flatMap(({ type, reviewers = [], minutes = 0 }): Gate[] => {
    const state = waits ? 'waiting' : 'passed';
    if (type === 'required_reviewers') {
      return [
        {
          kind: 'approval',
          name: 'deployment review',
          state,
          ...(reviewers.length > 0 && { reason: `by ${reviewers.join(', ')}` }),
        },
      ];
    }
    return type === 'wait_timer' && minutes > 0
      ? [
          {
            kind: 'time',
            name: 'wait timer',
            state,
            reason: `${minutes} minutes`,
          },
        ]
      : [];
  });
}
