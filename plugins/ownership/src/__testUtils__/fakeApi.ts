import {
  CoveragePage,
  CoverageQuery,
  EntityQuery,
  EntityThingsQuery,
  EntityView,
  HistoryPage,
  HistoryQuery,
  OwnedThing,
  OwnershipApi,
  RuleCommitsPage,
  RuleCommitsQuery,
  TeamsPage,
  TeamsQuery,
  TeamSummary,
  TeamView,
  ThingsPage,
  ThingsQuery,
  UnsettledThing,
} from '@plumbline/plugin-plumbline-common';

const revision = 'a'.repeat(40);

export function sampleTeam(rest: Partial<TeamSummary> = {}): TeamSummary {
  return {
    ref: 'group:default/payments',
    title: 'Payments',
    known: true,
    counts: {
      services: 3,
      workloads: 1_204,
      namespaces: 2,
      paths: 4,
      repositories: 2,
      clusters: 2,
      contested: 1,
      findings: 7,
      alerts: 4,
      drift: 2,
      driftUnknown: 3,
      promotions: 1,
      secretsUnknown: 1_204,
    },
    ...rest,
  };
}

export const sampleThing: OwnedThing = {
  id: 'thing-1',
  type: 'workload',
  kind: 'Deployment',
  namespace: 'shop',
  name: 'cart',
  cluster: 'prod-eu',
  environment: 'production',
  repository: 'acme/app-config',
  size: 1,
  state: 'owned',
  contested: true,
  owners: [
    {
      team: 'group:default/payments',
      raw: 'pay-crew',
      source: 'object-label',
      confidence: 'certain',
      evidence: {
        type: 'file',
        location: {
          repository: 'acme/app-config',
          revision,
          path: 'apps/cart/deployment.yaml',
          line: 7,
        },
      },
      url: 'https://host.example/acme/app-config/blob/a/apps/cart/deployment.yaml#L7',
    },
  ],
  claims: [
    {
      team: 'group:default/checkout',
      raw: '@acme/checkout',
      source: 'codeowners',
      decisive: false,
      evidence: {
        type: 'file',
        location: {
          repository: 'acme/app-config',
          revision,
          path: '.github/CODEOWNERS',
          line: 3,
        },
      },
      url: 'data:text/html,<script>alert(1)</script>',
    },
  ],
  firstSeen: '2026-11-01T00:00:00.000Z',
  ownedSince: '2026-11-02T00:00:00.000Z',
  asOf: '2026-11-28T00:00:00.000Z',
  drift: {
    engine: {
      kind: 'Application',
      namespace: 'argocd',
      name: 'cart',
      cluster: 'prod-eu',
    },
    state: 'out-of-sync',
    since: '2026-11-20T00:00:00.000Z',
    seen: true,
    pastDue: true,
  },
  unknown: ['secrets'],
};

export const sampleUnsettled: UnsettledThing = {
  ...sampleThing,
  suggestions: [
    {
      team: 'group:default/checkout',
      why: [{ type: 'directory', text: 'owns 3 of 4 things in apps/' }],
    },
  ],
  fixes: [
    {
      type: 'codeowners',
      title: 'Say @acme/payments instead of @acme/checkout',
      repository: 'acme/app-config',
      path: '.github/CODEOWNERS',
      line: 3,
      content: '/apps/cart/ @acme/payments',
    },
  ],
};

export const sampleView: TeamView = {
  team: sampleTeam(),
  aliases: ['@acme/payments'],
  contacts: [
    { type: 'chat', value: '#payments', url: 'https://chat.example/payments' },
    { type: 'email', value: 'pay@acme.example' },
  ],
  described: [],
  clashes: [{ ref: 'group:default/team-payments', mark: 'payments' }],
  people: [
    {
      name: 'Payments on-call',
      changes: 3,
      lastChange: '2026-11-20T10:00:00.000Z',
    },
  ],
  trend: [
    {
      day: '2026-11-27',
      workload: { total: 1_200, owned: 1_200, contested: 0, explicit: 0 },
    },
    {
      day: '2026-11-28',
      service: { total: 3, owned: 3, contested: 0, explicit: 0 },
      workload: { total: 1_204, owned: 1_204, contested: 1, explicit: 0 },
    },
  ],
  days: [
    { day: '2026-11-27', alerts: 9, findings: 7, promotions: 1 },
    { day: '2026-11-28', alerts: 4, findings: 7, promotions: 1, drift: 2 },
  ],
  environments: ['staging', 'production'],
  clusters: ['prod-eu', 'prod-us'],
  repositories: ['acme/app-config'],
  pending: 0,
};

export const sampleEntity: EntityView = {
  counts: {
    services: 1,
    workloads: 2,
    namespaces: 0,
    paths: 0,
    contested: 1,
    unowned: 1,
    findings: 12,
    alerts: 1,
    drift: 1,
    driftUnknown: 1,
    promotions: 1,
    secretsUnknown: 2,
  },
  owners: [{ team: 'group:default/payments', title: 'Payments', things: 2 }],
  promoted: [{ id: 'service-1', name: 'cart', behind: true }],
  alerts: [
    {
      id: 'alert-1',
      receiver: 'alertmanager',
      name: 'KubePodCrashLooping',
      severity: 'critical',
      status: 'firing',
      labels: {},
      annotations: {},
      links: [],
      startsAt: '2026-11-28T00:00:00.000Z',
      firstReceived: '2026-11-28T00:00:00.000Z',
      lastReceived: '2026-11-28T00:00:00.000Z',
      deliveries: 1,
      ownership: 'owned',
    },
  ],
  findings: [
    {
      repository: 'acme/app-config',
      fact: {
        rule: 'floating-version',
        severity: 'warning',
        message: 'latest is no version',
        location: {
          repository: 'acme/app-config',
          revision,
          path: 'apps/cart/deployment.yaml',
          line: 9,
        },
      },
    },
  ],
  environments: ['staging', 'production'],
  clusters: ['prod-eu'],
  repositories: ['acme/app-config'],
  pending: 0,
};

/** Answers from what it is given, and remembers what it was asked. */
export class FakeOwnershipApi implements OwnershipApi {
  readonly asked: [name: keyof OwnershipApi, query: unknown][] = [];
  error: Error | undefined;
  /** Answers wait for it. */
  pending: Promise<void> | undefined;
  teamsPage: TeamsPage = {
    items: [sampleTeam()],
    totalItems: 1,
    pending: 0,
  };
  view: TeamView = sampleView;
  things: ThingsPage = { items: [sampleThing], totalItems: 1, pending: 0 };
  entityView: EntityView = sampleEntity;
  unsettled: ThingsPage<UnsettledThing> = {
    items: [sampleUnsettled],
    totalItems: 1,
    pending: 0,
    environments: ['qa', 'production'],
  };
  historyPage: HistoryPage = {
    items: [
      {
        thing: sampleThing,
        at: '2026-11-27T00:00:00.000Z',
        before: { teams: ['group:default/checkout'], state: 'owned' },
        after: { teams: ['group:default/payments'], state: 'owned' },
      },
    ],
  };
  ruleCommitsPage: RuleCommitsPage = {
    items: [
      {
        repository: 'acme/app-config',
        revision,
        at: '2026-10-01T00:00:00.000Z',
        author: 'Platform',
        subject: 'Hand cart over',
        url: ['javascript', 'alert(1)'].join(':'),
        rules: [
          {
            path: 'CODEOWNERS',
            rule: '/apps/cart/',
            before: ['@acme/checkout'],
            after: ['@acme/payments'],
          },
        ],
      },
    ],
    incomplete: [{ repository: 'acme/old', reason: 'the clone is shallow' }],
  };
  coveragePage: CoveragePage = {
    days: ['2026-11-27', '2026-11-28'].map((day, index) => ({
      day,
      workload: { total: 10, owned: 7 + index, contested: 1, explicit: 0 },
    })),
    items: [
      {
        scope: 'acme/app-config',
        now: {
          day: '2026-11-28',
          workload: { total: 10, owned: 8, contested: 1, explicit: 0 },
        },
        trend: [{ day: '2026-11-28', total: 10, owned: 8 }],
      },
    ],
    totalItems: 1,
    pending: 0,
  };

  teams(query: TeamsQuery): Promise<TeamsPage> {
    return this.#answer('teams', query, this.teamsPage);
  }

  team(ref: string): Promise<TeamView> {
    return this.#answer('team', ref, this.view);
  }

  owned(ref: string, query: ThingsQuery): Promise<ThingsPage> {
    return this.#answer('owned', [ref, query], this.things);
  }

  entity(ref: string, query: EntityQuery): Promise<EntityView> {
    return this.#answer('entity', [ref, query], this.entityView);
  }

  entityThings(ref: string, query: EntityThingsQuery): Promise<ThingsPage> {
    return this.#answer('entityThings', [ref, query], this.things);
  }

  unowned(query: ThingsQuery): Promise<ThingsPage<UnsettledThing>> {
    return this.#answer('unowned', query, this.unsettled);
  }

  contested(query: ThingsQuery): Promise<ThingsPage<UnsettledThing>> {
    return this.#answer('contested', query, this.unsettled);
  }

  history(query: HistoryQuery): Promise<HistoryPage> {
    return this.#answer('history', query, this.historyPage);
  }

  ruleCommits(ref: string, query: RuleCommitsQuery): Promise<RuleCommitsPage> {
    return this.#answer('ruleCommits', [ref, query], this.ruleCommitsPage);
  }

  coverage(query: CoverageQuery): Promise<CoveragePage> {
    return this.#answer('coverage', query, this.coveragePage);
  }

  async #answer<T>(
    name: keyof OwnershipApi,
    query: unknown,
    answer: T,
  ): Promise<T> {
    this.asked.push([name, query]);
    await this.pending;
    if (this.error) {
      throw this.error;
    }
    return answer;
  }
}
