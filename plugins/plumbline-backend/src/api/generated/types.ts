// Made from openapi.yaml by scripts/generate-openapi.mjs. Do not edit.

export interface paths {
  '/v1/lookup': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description Answers a question: a label set, an object (`Deployment/shop/cart env=production`), a path or plain words. Terminals get text unless they ask for JSON. */
    get: operations['Lookup'];
    put?: never;
    /** @description The same for a question in the body: `{"query": …}`, an alert as Alertmanager or Prometheus send it, or text. At most 64 KiB. */
    post: operations['LookupBody'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/sources': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description Where each repository and cluster stands, by name. */
    get: operations['Sources'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/sources/{id}/refresh': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** @description Reads a source again, in full, as soon as a worker is free. */
    post: operations['RefreshSource'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/facts/{kind}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description What repositories say beside their objects: services with their versions, findings, secrets (names only), credentials of CI jobs, policies, and what was guessed. The worst first, then by name. */
    get: operations['Facts'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/repositories/{name}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description Where a repository stands, how much it says of each kind, and what that can be filtered by. */
    get: operations['Repository'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/clusters/{name}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description Where a cluster stands, kind by kind. */
    get: operations['Cluster'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/file': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description A file of an indexed repository at any commit that the backend's own copy of it holds. Secret values are masked. */
    get: operations['File'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/promotion/matrix': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description Services by environments: which version stands where, since when, and how it stands to the environment before. In columns, so that thousands of cells fit into one answer. */
    get: operations['PromotionMatrix'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/promotion/attention': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description What somebody should look at: promoted in Git and not running, rolled back, ahead of the environment before, stuck, moving names, untouched for months. By service, the most urgent first. */
    get: operations['PromotionAttention'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/promotion/services/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description A service, with the lines that pin its versions and what they held before. */
    get: operations['PromotedService'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/promotion/services/{id}/compare': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description How two places of a service differ: in versions, in what else their files configure, and in what was changed in the first since. Values that may be secrets are never told. What is left open is chosen: a place that is behind and the one before it, where there are such. */
    get: operations['ComparePlaces'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/alerts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description Alerts that were received. Firing before resolved, those without owner on top, then the newest first. */
    get: operations['Alerts'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/alerts/statistics': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description Time from the start of an alert to the first look by a person, and to a confirmed owner. */
    get: operations['AlertStatistics'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/alerts/receivers': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description Who takes alerts, how much came, and what was refused and why. */
    get: operations['AlertReceivers'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/alerts/receive/{receiver}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** @description Takes alerts of a sender, in the sender's own format and with the sender's own proof (a signature, a token). At most 1 MB. Stored before it is answered; the owners are found afterwards. */
    post: operations['ReceiveAlerts'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/on-call/directories': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description The directories that are asked who is on call, and how that goes. */
    get: operations['OnCallDirectories'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/alerts/look': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** @description Notes that a person reads an answer about an object, as behind a link in an alert: it is the first look at every firing alert about the same object that nobody looked at before. None by a service. */
    post: operations['LookAtAnswer'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/alerts/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description An alert with the whole answer, as the index gives it now. */
    get: operations['Alert'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/alerts/{id}/look': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** @description Notes that a person looks at it. Only the first look counts, and none by a service. */
    post: operations['LookAtAlert'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/alerts/{id}/verdict': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** @description Says whether the owner that was found is right. A wrong one becomes a finding with a proposed change. */
    post: operations['AlertVerdict'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/alerts/{id}/note': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** @description Writes the owner to the alert at its sender, where its receiver can do that. */
    post: operations['NoteOnAlert'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/enrich': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** @description Alerts of Alertmanager in, the same out, each with the label `plumbline_team` and annotations that name its owner, subject and line of configuration. At most 200 alerts and 1 MB. */
    post: operations['Enrich'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/teams': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description All teams that own something or are described somewhere, with how much they own. Numbers that are absent are not known. */
    get: operations['Teams'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/catalog-entries': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description What the Backstage catalog can have entities of, and which of it has one already. Needs `plumbline.team.read` for all teams. */
    get: operations['CatalogEntries'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/config-files': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description Files that declare or configure objects. */
    get: operations['ConfigFiles'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/teams/{ref}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description One team, how to reach it, and how much it owned over time. */
    get: operations['Team'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/teams/{ref}/owned': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description What a team owns, production first, each thing with the evidence. */
    get: operations['Owned'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/teams/{ref}/rule-commits': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description Commits that changed whom rules of CODEOWNERS, OWNERS and catalog-info.yaml name, as far as that concerns the team; the newest first. */
    get: operations['RuleCommits'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/entities/{ref}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description How what an entity of the catalog stands for is doing: services and what they run as, whoever owns them. An entity that stands for nothing that was read has zeros. */
    get: operations['Entity'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/entities/{ref}/things': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description What an entity of the catalog stands for, services first, then what something is wrong with. */
    get: operations['EntityThings'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/unowned': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description What nobody owns, production first, with teams that may be right and the change that would say so. */
    get: operations['Unowned'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/contested': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description What marks disagree about, production first, with the changes that would settle it. */
    get: operations['Contested'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/coverage': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description How much of what there is has an owner, today and over time. */
    get: operations['Coverage'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/ownership-history': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description What changed hands, the newest first. */
    get: operations['OwnershipHistory'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    Error: {
      error: {
        name: string;
        message: string;
      };
    };
    /** @enum {string} */
    AnswerFormat: 'json' | 'text' | 'markdown' | 'slack' | 'teams';
    Question: {
      query: string;
    };
    /** @description The object that an answer is about, as its subject names it. */
    LookedAt: {
      kind: string;
      namespace?: string;
      name: string;
      cluster?: string;
    };
    /** @description A webhook of Alertmanager, one of its alerts, or a bare set of labels. */
    Alert: Record<string, never>;
    Alerts: Record<string, never>[];
    /** @enum {string} */
    PromotionVerdict:
      | 'first'
      | 'same'
      | 'behind'
      | 'ahead'
      | 'different'
      | 'floating'
      | 'unknown'
      | 'diverged'
      | 'rolled-back';
    PromotionVerdictOrMissing:
      components['schemas']['PromotionVerdict'] | 'missing';
    /** @enum {string} */
    PromotionRelation:
      | 'first'
      | 'same'
      | 'behind'
      | 'ahead'
      | 'different'
      | 'floating'
      | 'unknown';
    /** @enum {string} */
    PromotionRuns: 'as-declared' | 'diverged' | 'missing' | 'unknown';
    /** @enum {string} */
    AttentionKind:
      | 'diverged'
      | 'missing'
      | 'rolled-back'
      | 'ahead'
      | 'stuck'
      | 'floating'
      | 'untouched';
    AttentionPage: {
      items: {
        kind: components['schemas']['AttentionKind'];
        environment: string;
        cluster?: string;
        namespace?: string;
        version?: string;
        /** Format: date-time */
        since?: string;
        reason: string;
        service: {
          id: string;
          name: string;
        };
        teams: string[];
      }[];
      nextCursor?: string;
      freshness: components['schemas']['PromotionFreshness'];
    };
    PromotionFreshness: {
      /** Format: date-time */
      asOf?: string;
      problems: {
        source: string;
        error: string;
      }[];
      reading: string[];
    };
    MatrixPage: {
      /** @description In the order of promotion. */
      environments: {
        name: string;
        clusters: string[];
      }[];
      repositories: string[];
      teams: string[];
      authors: string[];
      /** @description Absent where no place is in one now. */
      freezes?: components['schemas']['PromotionFreeze'][];
      services: {
        id: string[];
        name: string[];
        repository: number[];
        teams: number[][];
      };
      /** @description One entry of each column is one cell. */
      cells: {
        service: number[];
        environment: number[];
        cluster: string[];
        namespace: string[];
        version: string[];
        more: number[];
        verdict: components['schemas']['PromotionVerdict'][];
        relation: components['schemas']['PromotionRelation'][];
        runs: components['schemas']['PromotionRuns'][];
        since: number[];
        waiting: number[];
        versions: number[];
        commits: number[];
        commit: string[];
        author: number[];
        /** @description Which of the freezes the place is in now; -1 for none. */
        freeze?: number[];
      };
      totalItems: number;
      nextCursor?: string;
      freshness: components['schemas']['PromotionFreshness'];
    };
    PromotionFreeze: {
      /**
       * @description `window`: it is outside of the windows of this name.
       * @enum {string}
       */
      kind: 'freeze' | 'window';
      name: string;
      /**
       * Format: date-time
       * @description Absent where nothing tells when it ends.
       */
      until?: string;
    };
    PromotionPlace: {
      environment: string;
      cluster?: string;
      namespace?: string;
    };
    PinChange: {
      from?: string;
      to?: string;
      commit: string;
      /** Format: date-time */
      at: string;
      author: string;
      subject: string;
      pullRequest?: string;
      renamedFrom?: string;
      freeze?: components['schemas']['PromotionFreeze'];
      /** @description The commit on the repository's host, where its pages are known. */
      url?: string;
    };
    PromotionPin: {
      /** @enum {string} */
      kind: 'image' | 'chart' | 'revision';
      name: string;
      value: string;
      digest?: string;
      repository: string;
      path: string;
      line?: number;
      key: string;
      automation?: string;
      /** @description Where a person can look at the line. */
      url?: string;
      history?: components['schemas']['PinChange'][];
      historyEnds?: string;
    };
    RunningVersion: {
      cluster: string;
      kind: string;
      namespace?: string;
      object: string;
      /** @enum {string} */
      pinned: 'image' | 'chart' | 'revision';
      name: string;
      value: string;
    };
    PromotionGate: {
      /** @enum {string} */
      kind: 'check' | 'approval' | 'verification' | 'time' | 'merge' | 'run';
      name: string;
      /** @enum {string} */
      state: 'passed' | 'waiting' | 'failed' | 'unknown';
      /** @description False where it is shown, and holds nothing up. */
      required?: boolean;
      reason?: string;
      url?: string;
    };
    PendingPromotion: {
      /** @description What tells of it, `kargo`, `gitops-promoter` or `github`. */
      source: string;
      title: string;
      url?: string;
      /** @description The version it brings, where that is told. */
      to?: string;
      /** @enum {string} */
      state: 'ready' | 'waiting' | 'blocked' | 'running' | 'unknown';
      gates: components['schemas']['PromotionGate'][];
      /** Format: date-time */
      since?: string;
      /**
       * Format: date-time
       * @description When this was told.
       */
      asOf?: string;
    };
    PromotedCell: {
      environment: string;
      cluster?: string;
      namespace?: string;
      /** @description Names that files give to the cluster, where it is called otherwise. */
      called?: string[];
      pins: components['schemas']['PromotionPin'][];
      running:
        | {
            /** @enum {string} */
            state: 'known';
            versions: components['schemas']['RunningVersion'][];
            /** Format: date-time */
            asOf?: string;
            /** @description Of which clusters of the place nothing is known, and why. */
            incomplete?: string;
          }
        | {
            /** @enum {string} */
            state: 'missing';
            reason: string;
            /** Format: date-time */
            asOf?: string;
          }
        | {
            /** @enum {string} */
            state: 'unknown';
            reason: string;
          };
      /** @description Which of the pins stands for the place. */
      main?: number;
      /** @description Versions that are pinned besides that one. */
      more: number;
      verdict: components['schemas']['PromotionVerdict'];
      relation: components['schemas']['PromotionRelation'];
      reason: string;
      before?: components['schemas']['PromotionPlace'];
      lag?: {
        versions?: number;
        commits?: number;
        /** @enum {string} */
        step?: 'major' | 'minor' | 'patch' | 'prerelease';
        /** Format: date-time */
        waitingSince?: string;
      };
      rolledBack?: {
        from: string;
        /** Format: date-time */
        at: string;
      };
      diverged?: {
        intended: string;
        running: string;
        cluster: string;
      };
      /** Format: date-time */
      since?: string;
      runs: components['schemas']['PromotionRuns'];
      /** @description Why it is missing or not known. */
      runsReason?: string;
      pace?: {
        changes: number;
        days: number;
        medianLeadHours?: number;
      };
      freeze?: components['schemas']['PromotionFreeze'];
      /** @description What is on its way here, as far as a tool or a host tells. */
      pending?: components['schemas']['PendingPromotion'][];
    };
    PromotedService: {
      id: string;
      name: string;
      teams: string[];
      members: {
        repository: string;
        name: string;
        path: string;
      }[];
      reasons: string[];
      cells: components['schemas']['PromotedCell'][];
      freshness: components['schemas']['PromotionFreshness'];
    };
    ComparedValue: {
      value: string;
      url?: string;
    };
    ComparedSide: {
      path: string;
      line: number;
      url: string;
      /** @description Absent where it may be a secret. */
      value?: string;
    };
    ServiceComparison: {
      id: string;
      name: string;
      from: components['schemas']['PromotionPlace'];
      to: components['schemas']['PromotionPlace'];
      versions: {
        /** @enum {string} */
        kind: 'image' | 'chart' | 'revision';
        name: string;
        from?: components['schemas']['ComparedValue'];
        to?: components['schemas']['ComparedValue'];
        /** @enum {string} */
        order: 'same' | 'older' | 'newer' | 'unknown';
        reason?: string;
      }[];
      configuration: {
        document?: string;
        key: string;
        from?: components['schemas']['ComparedSide'];
        to?: components['schemas']['ComparedSide'];
        byName?: boolean;
      }[];
      hidden: number;
      more: number;
      unread: {
        repository: string;
        path: string;
        reason: string;
      }[];
      changes?: components['schemas']['PinChange'][];
      freshness: components['schemas']['PromotionFreshness'];
    };
    /** @enum {string} */
    AlertStatus: 'firing' | 'resolved';
    /** @enum {string} */
    VerdictWord: 'right' | 'wrong';
    TextMap: {
      [key: string]: string;
    };
    Link: {
      title: string;
      url: string;
    };
    AlertResolution: {
      subject?: components['schemas']['Subject'];
      owners: components['schemas']['Owner'][];
      contested: boolean;
      config?: components['schemas']['ConfigView'];
      environment?: string;
      cluster?: string;
      query: string;
      /** Format: date-time */
      resolvedAt: string;
      /** Format: date-time */
      asOf?: string;
      unknown: string[];
    };
    AlertVerdict: {
      verdict: components['schemas']['VerdictWord'];
      team?: string;
      by: string;
      /** Format: date-time */
      at: string;
      finding?: components['schemas']['Finding'];
    };
    AlertSummary: {
      id: string;
      receiver: string;
      name: string;
      severity?: string;
      status: components['schemas']['AlertStatus'];
      labels: components['schemas']['TextMap'];
      annotations: components['schemas']['TextMap'];
      links: components['schemas']['Link'][];
      generatorURL?: string;
      externalUrl?: string;
      /** Format: date-time */
      startsAt: string;
      /** Format: date-time */
      startsAtSaid?: string;
      /** Format: date-time */
      endsAt?: string;
      /** Format: date-time */
      firstReceived: string;
      /** Format: date-time */
      lastReceived: string;
      deliveries: number;
      /** @enum {string} */
      ownership: 'owned' | 'nobody' | 'explicit' | 'unknown' | 'resolving';
      resolution?: components['schemas']['AlertResolution'];
      firstLook?: {
        /** Format: date-time */
        at: string;
        by: string;
      };
      verdict?: components['schemas']['AlertVerdict'];
      /** @description Milliseconds from the start. */
      timeToOwner?: {
        look?: number;
        confirmed?: number;
      };
    };
    AlertDetail: components['schemas']['AlertSummary'] & {
      answer: components['schemas']['Answer'];
    };
    AlertsPage: {
      items: components['schemas']['AlertSummary'][];
      totalItems: number;
      nextCursor?: string;
      summary: {
        firing: number;
        unowned: number;
        resolving: number;
        resolved: number;
      };
    };
    AlertDurations: {
      alerts: number;
      p50?: number;
      p90?: number;
      withinMinute?: number;
    };
    TimeToOwner: {
      alerts: number;
      look: components['schemas']['AlertDurations'];
      confirmed: components['schemas']['AlertDurations'];
    };
    AlertStatistics: {
      /** Format: date-time */
      since: string;
      total: components['schemas']['TimeToOwner'];
      teams: (components['schemas']['TimeToOwner'] & {
        team: string;
      })[];
      weeks: (components['schemas']['TimeToOwner'] & {
        week: string;
      })[];
    };
    AlertReceiverStatus: {
      id: string;
      active: boolean;
      deliveries: number;
      alerts: number;
      plumbing: number;
      /** Format: date-time */
      lastDelivery?: string;
      rejections: {
        reason: string;
        message: string;
        total: number;
        /** Format: date-time */
        last: string;
      }[];
      poll?: {
        /** Format: date-time */
        lastSuccess?: string;
        /** Format: date-time */
        lastAttempt: string;
        error?: string;
      };
      pending: number;
    };
    AlertToEnrich: {
      labels: components['schemas']['TextMap'];
      annotations?: components['schemas']['TextMap'];
    };
    EnrichedAlert: {
      labels: components['schemas']['TextMap'];
      annotations: components['schemas']['TextMap'];
    };
    /** @enum {string} */
    SourceKind: 'repository' | 'cluster' | 'catalog';
    /** @enum {string} */
    SourceState: 'waiting' | 'reading' | 'ok' | 'stale' | 'failed' | 'gone';
    /** @enum {string} */
    FactKind:
      | 'services'
      | 'findings'
      | 'secrets'
      | 'credentials'
      | 'policies'
      | 'guesses';
    /** @enum {string} */
    Severity: 'error' | 'warning' | 'info';
    ServiceFact: {
      name: string;
      path: string;
      environments: {
        environment?: string;
        cluster?: string;
        namespace?: string;
        versions: components['schemas']['ServiceVersion'][];
      }[];
    };
    ServiceVersion: components['schemas']['VersionPin'] & {
      digest?: string;
    };
    Finding: {
      rule: string;
      severity: components['schemas']['Severity'];
      location: components['schemas']['FileLocation'];
      message: string;
      fix?: string;
    };
    CredentialFact: {
      provider: string;
      /** @enum {string} */
      method: 'oidc' | 'static';
      reason: string;
      secrets?: string[];
      job?: string;
      location: components['schemas']['FileLocation'];
    };
    PolicyFact: {
      /** @enum {string} */
      engine: 'kyverno' | 'gatekeeper' | 'admission-policy' | 'opa' | 'ci';
      kind: string;
      namespace?: string;
      name: string;
      /** @enum {string} */
      action: 'enforce' | 'warn' | 'audit' | 'mutate' | 'generate' | 'unknown';
      rules?: string[];
      note?: string;
      environment?: string;
      cluster?: string;
      location: components['schemas']['FileLocation'];
    };
    Guess: {
      about: string;
      guess: string;
      why: string;
      location?: components['schemas']['FileLocation'];
    };
    FoundFact: {
      repository: string;
      teams: string[];
      fact:
        | components['schemas']['ServiceFact']
        | components['schemas']['Finding']
        | components['schemas']['SecretFact']
        | components['schemas']['CredentialFact']
        | components['schemas']['PolicyFact']
        | components['schemas']['Guess'];
      /** @description Environments and clusters that build the line, of secrets and policies. */
      places?: {
        environment?: string;
        cluster?: string;
      }[];
    };
    FactsPage: {
      items: components['schemas']['FoundFact'][];
      totalItems: number;
      nextCursor?: string;
    };
    RepositoryOverview: {
      source: components['schemas']['SourceStatus'];
      totals: {
        services: number;
        findings: number;
        secrets: number;
        credentials: number;
        policies: number;
        guesses: number;
      };
      rules: {
        rule: string;
        severity: components['schemas']['Severity'];
        total: number;
      }[];
      teams: string[];
      environments: string[];
      clusters: string[];
    };
    /** @enum {string} */
    ThingKind: 'workload' | 'namespace' | 'service' | 'path';
    /** @enum {string} */
    OwnershipState: 'owned' | 'unowned' | 'explicit';
    /** @enum {string} */
    TeamSort:
      | 'name'
      | 'services'
      | 'workloads'
      | 'namespaces'
      | 'repositories'
      | 'contested'
      | 'findings'
      | 'alerts'
      | 'drift'
      | 'promotions'
      | 'secrets';
    RuleCommitsPage: {
      items: components['schemas']['RuleCommit'][];
      nextCursor?: string;
      /** @description Repositories whose history is not known from its beginning, or not yet, and why. */
      incomplete: {
        repository: string;
        reason: string;
      }[];
    };
    RuleCommit: {
      repository: string;
      revision: string;
      /**
       * Format: date-time
       * @description When it landed on the branch that is read.
       */
      at: string;
      author: string;
      subject: string;
      pullRequest?: string;
      url?: string;
      rules: {
        path: string;
        /** @description A pattern of CODEOWNERS with its section, or a directory; empty for all of the repository. */
        rule: string;
        /** @description As they are written. Empty for nobody, on purpose; absent where there was no such rule. */
        before?: string[];
        /** @description Absent where the rule went. */
        after?: string[];
      }[];
      more?: number;
      /** @description Files of which nobody knows what they said before or afterwards. */
      unread?: string[];
    };
    /** @enum {string} */
    TroubleType: 'drift' | 'secrets';
    ThingDrift: {
      /** @description What deploys it, in the cluster that holds it. */
      engine: {
        kind: string;
        namespace?: string;
        name: string;
        cluster: string;
      };
      /** @enum {string} */
      state: 'out-of-sync' | 'failed';
      reason?: string;
      /** Format: date-time */
      since: string;
      /**
       * @description Since it was first seen; it may have begun before.
       * @enum {boolean}
       */
      seen?: true;
      pastDue: boolean;
      /** @description What differs, where that is something else that the engine deploys. */
      resources?: {
        kind: string;
        namespace?: string;
        name: string;
      }[];
    };
    TeamSummary: {
      ref: string;
      title?: string;
      known: boolean;
      contacts?: components['schemas']['TeamContacts'];
      counts: {
        services: number;
        workloads: number;
        namespaces: number;
        paths: number;
        repositories: number;
        clusters: number;
        contested: number;
        findings: number;
        alerts?: number;
        /** @description Workloads that are not as Git says, past due. */
        drift?: number;
        /** @description Workloads of which nothing tells whether they are. */
        driftUnknown?: number;
        promotions?: number;
        /** @description Workloads with a Secret that is not as it should be. */
        secrets?: number;
        /** @description Workloads with a Secret of which nothing tells. */
        secretsUnknown?: number;
      };
    };
    TeamsPage: {
      items: components['schemas']['TeamSummary'][];
      totalItems: number;
      nextCursor?: string;
      pending: number;
      restricted?: boolean;
    };
    CatalogEntry: {
      id: string;
      /** @enum {string} */
      type: 'cluster' | 'repository' | 'team' | 'namespace' | 'service';
      name: string;
      title?: string;
      /** @description Refs of teams. */
      owners: string[];
      ownerSource?: components['schemas']['ClaimSource'];
      ownerConfidence?: components['schemas']['Confidence'];
      contested: boolean;
      repository?: string;
      path?: string;
      url?: string;
      cluster?: string;
      environment?: string;
      environments?: string[];
      partOf?: string;
      /** @description The System of that name, made by somebody else. */
      system?: string;
      /** @description A repository or cluster of which it is not known yet all that it has. */
      unread?: boolean;
      /** @description Of a team without an entity, the repositories, clusters and providers that have something of it. Absent where that are too many. */
      sources?: string[];
      contacts?: {
        /** @enum {string} */
        type: 'email' | 'chat' | 'oncall' | 'url' | 'person';
        value: string;
        url?: string;
      }[];
      /** @description The entity that stands for it already, made by somebody else. */
      entity?: string;
      /** @description Of a service, where several stand for it and none more than the others. */
      entities?: string[];
      /** @description The entry of another repository that is the same service, and has the entity. */
      sameAs?: string;
      /** @description Why services of several repositories are one, in words. */
      sameBecause?: string;
    };
    CatalogEntriesPage: {
      items: components['schemas']['CatalogEntry'][];
      nextCursor?: string;
      /**
       * Format: date-time
       * @description When the catalog was last read. Absent while nobody knows what has an entity.
       */
      catalogAsOf?: string;
      /** @description What that read changed is still being worked out; nobody knows yet what has an entity. */
      catalogPending?: boolean;
      catalogError?: string;
      /** @description Providers whose list is not known, or not complete: `provider:github`. */
      unlisted?: string[];
      /** @description One of them never told any: what is not listed may be its own. */
      neverListed?: boolean;
      notes: string[];
    };
    ConfigFilesPage: {
      items: {
        repository: string;
        path: string;
        objects: string[];
      }[];
      nextCursor?: string;
    };
    CoverageShare: {
      total: number;
      owned: number;
      contested: number;
      explicit: number;
    };
    CoverageDay: {
      /** Format: date */
      day: string;
      workload?: components['schemas']['CoverageShare'];
      namespace?: components['schemas']['CoverageShare'];
      service?: components['schemas']['CoverageShare'];
      path?: components['schemas']['CoverageShare'];
    };
    TeamContacts: {
      /** @enum {string} */
      type: 'email' | 'chat' | 'oncall' | 'url' | 'person';
      value: string;
      url?: string;
      evidence?: components['schemas']['Evidence'];
    }[];
    TeamView: {
      team: components['schemas']['TeamSummary'];
      aliases: string[];
      contacts: components['schemas']['TeamContacts'];
      onCall?: components['schemas']['TeamOnCall'];
      described: {
        evidence: components['schemas']['Evidence'];
        url?: string;
      }[];
      clashes: {
        ref: string;
        mark: string;
      }[];
      people: {
        name: string;
        changes: number;
        /** Format: date-time */
        lastChange: string;
      }[];
      trend: components['schemas']['CoverageDay'][];
      /** @description What it had to look at, as counted last on each day. Numbers that are absent were not known. */
      days: {
        day: string;
        alerts?: number;
        drift?: number;
        secrets?: number;
        promotions?: number;
        findings?: number;
      }[];
      environments: string[];
      clusters: string[];
      repositories: string[];
      pending: number;
    };
    EntityView: {
      counts: components['schemas']['EntityCounts'];
      /** @description Who owns its things, the one with most of them first. */
      owners: {
        team: string;
        title?: string;
        things: number;
      }[];
      /** @description Its services among those that are promoted, those that are behind first. */
      promoted: {
        id: string;
        name: string;
        behind: boolean;
      }[];
      /** @description The first ten of those that fire, those without owner on top. */
      alerts: components['schemas']['AlertSummary'][];
      /** @description The worst ten in the directories of its services. */
      findings: {
        repository: string;
        fact: components['schemas']['Finding'];
      }[];
      environments: string[];
      clusters: string[];
      repositories: string[];
      pending: number;
      restricted?: boolean;
    };
    /** @description How the things of an entity stand. Numbers that are absent are not known. */
    EntityCounts: {
      services: number;
      workloads: number;
      namespaces: number;
      paths: number;
      contested: number;
      unowned: number;
      findings?: number;
      alerts?: number;
      promotions?: number;
      drift?: number;
      driftUnknown?: number;
      secrets?: number;
      secretsUnknown?: number;
    };
    ThingRef: {
      id: string;
      type: components['schemas']['ThingKind'];
      kind?: string;
      namespace?: string;
      name: string;
      cluster?: string;
      environment?: string;
      repository?: string;
    };
    OwnedThing: components['schemas']['ThingRef'] & {
      environments?: string[];
      /** @description The entity of the catalog that stands for a service. */
      entity?: string;
      /** @description Of a service, where several stand for it and none more than the others. */
      entities?: string[];
      /** @description Why it is one service with those of other repositories, in words. */
      sameBecause?: string;
      partOf?: string;
      size: number;
      state: components['schemas']['OwnershipState'];
      contested: boolean;
      owners: components['schemas']['Owner'][];
      ownersTotal?: number;
      claims: components['schemas']['ClaimView'][];
      claimsTotal?: number;
      location?: components['schemas']['FileLocation'];
      url?: string;
      change?: components['schemas']['OwnershipCommit'];
      /** Format: date-time */
      firstSeen: string;
      /** Format: date-time */
      ownedSince: string;
      /** Format: date-time */
      asOf?: string;
      stale?: string;
      drift?: components['schemas']['ThingDrift'];
      /** @description Secrets that it needs and that are not as they should be. */
      secretStates?: (components['schemas']['SecretStateView'] & {
        /** @enum {boolean} */
        seen?: true;
      })[];
      /** @description What nothing that was read tells of it. */
      unknown?: components['schemas']['TroubleType'][];
    };
    OwnershipCommit: {
      revision: string;
      at: string;
      author: string;
      subject: string;
      pullRequest?: string;
      path: string;
      url?: string;
    };
    ThingsPage: {
      items: components['schemas']['OwnedThing'][];
      totalItems: number;
      nextCursor?: string;
      pending: number;
      restricted?: boolean;
    };
    Suggestion: {
      team: string;
      why: {
        /** @enum {string} */
        type: 'claim' | 'directory' | 'namespace' | 'author' | 'alert';
        text: string;
      }[];
    };
    Fix: {
      /** @enum {string} */
      type: 'codeowners' | 'label' | 'entity';
      title: string;
      repository?: string;
      path?: string;
      line?: number;
      content: string;
      url?: string;
    };
    /** @description What a row stands for beside the thing in it. */
    NamespaceGroup: {
      namespace: string;
      things: number;
      workloads: number;
      /** @description The first 100 of them. */
      clusters: string[];
      clustersTotal: number;
    };
    UnsettledPage: {
      items: (components['schemas']['OwnedThing'] & {
        suggestions: components['schemas']['Suggestion'][];
        fixes: components['schemas']['Fix'][];
        group?: components['schemas']['NamespaceGroup'];
      })[];
      totalItems: number;
      /** @description How many things the rows of all pages stand for, where one may stand for several. */
      totalThings?: number;
      /** @description Where such things are, whatever is filtered, in the order of promotion. */
      environments?: string[];
      nextCursor?: string;
      pending: number;
      restricted?: boolean;
    };
    CoveragePage: {
      days: components['schemas']['CoverageDay'][];
      items: {
        scope: string;
        now: components['schemas']['CoverageDay'];
        trend: {
          /** Format: date */
          day: string;
          total: number;
          owned: number;
        }[];
      }[];
      totalItems: number;
      nextCursor?: string;
      pending: number;
      restricted?: boolean;
    };
    Holding: {
      teams: string[];
      state: components['schemas']['OwnershipState'];
    };
    HistoryPage: {
      items: {
        thing: components['schemas']['ThingRef'];
        /** Format: date-time */
        at: string;
        before?: components['schemas']['Holding'];
        after?: components['schemas']['Holding'];
        owner?: components['schemas']['Owner'];
        change?: components['schemas']['OwnershipCommit'];
      }[];
      nextCursor?: string;
      restricted?: boolean;
    };
    ClusterOverview: {
      source: components['schemas']['SourceStatus'];
      resources: components['schemas']['ClusterResourceStatus'][];
    };
    ClusterResourceStatus: {
      group: string;
      version: string;
      kind: string;
      /** @enum {string} */
      state: 'waiting' | 'listing' | 'current' | 'forbidden' | 'failed';
      count: number;
      error?: string;
      /** Format: date-time */
      listedAt?: string;
      /** Format: date-time */
      currentUntil?: string;
      /** Format: date-time */
      lastChangeAt?: string;
    };
    UnreadResource: {
      group: string;
      kind: string;
      /** @enum {string} */
      state: 'forbidden' | 'failed';
      reason: string;
    };
    Skipped: {
      path: string;
      reason: string;
    };
    SourceStatus: {
      id: string;
      kind: components['schemas']['SourceKind'];
      name: string;
      environment?: string;
      aliases?: string[];
      webUrl?: string;
      revision?: string;
      /** Format: date-time */
      lastSuccess?: string;
      /** Format: date-time */
      lastAttempt?: string;
      error?: string;
      followed?: boolean;
      unread?: components['schemas']['UnreadResource'][];
      state: components['schemas']['SourceState'];
      provider: string;
      counts?: {
        files?: number;
        objects: number;
        findings?: number;
        skipped: number;
      };
      skipped?: components['schemas']['Skipped'][];
      /** @description What is wrong in the catalog. */
      notes?: string[];
      tookMs?: number;
    };
    ProviderStatus: {
      id: string;
      kind: components['schemas']['SourceKind'];
      /** Format: date-time */
      lastSuccess?: string;
      /** Format: date-time */
      lastAttempt: string;
      error?: string;
    };
    SourcesPage: {
      items: components['schemas']['SourceStatus'][];
      totalItems: number;
      nextCursor?: string;
      summary: {
        waiting: number;
        reading: number;
        ok: number;
        stale: number;
        failed: number;
        gone: number;
      };
      providers?: components['schemas']['ProviderStatus'][];
    };
    FileView: {
      repository: string;
      revision: string;
      path: string;
      content: string;
      truncated: boolean;
      masked: number[];
      webUrl?: string;
    };
    FileLocation: {
      repository: string;
      revision: string;
      path: string;
      line?: number;
    };
    ObjectRef: {
      apiVersion: string;
      kind: string;
      namespace?: string;
      name: string;
    };
    Evidence:
      | {
          /** @enum {string} */
          type: 'file';
          location: components['schemas']['FileLocation'];
          text?: string;
        }
      | {
          /** @enum {string} */
          type: 'object';
          cluster: string;
          object: components['schemas']['ObjectRef'];
          field: string;
          text?: string;
        };
    /** @enum {string} */
    ClaimSource:
      | 'alert-label'
      | 'object-label'
      | 'pod-template-label'
      | 'controller-label'
      | 'namespace-label'
      | 'engine-object'
      | 'codeowners'
      | 'owners-file'
      | 'path-convention'
      | 'catalog-entity'
      | 'role-binding'
      | 'chart-maintainer'
      | 'repository-default';
    /** @enum {string} */
    Confidence: 'certain' | 'likely' | 'guess';
    Owner: {
      /** @description Backstage ref: `group:default/payments`. */
      team: string;
      title?: string;
      /** @description The mark as it was written. */
      raw: string;
      source: components['schemas']['ClaimSource'];
      confidence: components['schemas']['Confidence'];
      evidence: components['schemas']['Evidence'];
      url?: string;
    };
    ClaimView: {
      team?: string;
      raw: string;
      source: components['schemas']['ClaimSource'];
      decisive: boolean;
      evidence: components['schemas']['Evidence'];
      url?: string;
      /**
       * Format: date-time
       * @description Of what the portal's catalog says, in lists, when that was last read.
       */
      asOf?: string;
      /** @description Why that is not the state of now, where it is not. */
      stale?: string;
    };
    Subject:
      | {
          /** @enum {string} */
          type: 'object';
          apiVersion: string;
          kind: string;
          namespace?: string;
          name: string;
          cluster?: string;
          environment?: string;
          status?: string;
          reasons: string[];
          confidence: components['schemas']['Confidence'];
        }
      | {
          /** @enum {string} */
          type: 'path';
          repository: string;
          path: string;
        }
      | {
          /** @enum {string} */
          type: 'team';
          team: string;
          title?: string;
        };
    Candidate: {
      subject: components['schemas']['Subject'];
      owners: string[];
      /** @description A question that asks for exactly this one. */
      query: string;
    };
    Contact: {
      /** @enum {string} */
      type: 'email' | 'chat' | 'oncall' | 'url' | 'person';
      value: string;
      url?: string;
      evidence?: components['schemas']['Evidence'];
      team: string;
    };
    OnCall: {
      team: string;
      person?: string;
      contact?: string;
      /** Format: date-time */
      until?: string;
      escalation?: string[];
      /** @description The directory that says so. */
      source: string;
      /** Format: date-time */
      asOf: string;
      url?: string;
    };
    OnCallDirectoryStatus: {
      id: string;
      people: number;
      /** Format: date-time */
      lastSuccess?: string;
      /** Format: date-time */
      lastAttempt?: string;
      error?: string;
    };
    /** @description Absent where nothing is set up that tells who is on call. */
    TeamOnCall: {
      /** @description Whom rotas and directories name, with how old that is. */
      entries: components['schemas']['OnCall'][];
      /** @description The directories that are asked, and how that goes. */
      directories: components['schemas']['OnCallDirectoryStatus'][];
    };
    ConfigView: {
      /** @enum {string} */
      role: 'manifest' | 'overlay' | 'values' | 'application';
      repository: string;
      revision: string;
      path: string;
      line?: number;
      note?: string;
      url?: string;
    };
    Change: {
      revision: string;
      /** Format: date-time */
      at: string;
      author: string;
      subject: string;
      pullRequest?: string;
      path: string;
      repository: string;
      url?: string;
    };
    VersionPin: {
      /** @enum {string} */
      kind: 'image' | 'chart' | 'revision';
      name: string;
      value: string;
      evidence: components['schemas']['Evidence'];
      key: string;
    };
    SecretFact: {
      /** @enum {string} */
      mechanism:
        | 'external-secrets'
        | 'sealed-secrets'
        | 'sops'
        | 'csi'
        | 'vault'
        | 'plain';
      kind: string;
      namespace?: string;
      name: string;
      object?: string;
      environment?: string;
      cluster?: string;
      store?: string;
      location: components['schemas']['FileLocation'];
    };
    SecretStateView: {
      name: string;
      /** @enum {string} */
      state: 'ok' | 'failing' | 'stale' | 'missing' | 'missing-key' | 'unknown';
      reason?: string;
      key?: string;
      since?: string;
      refreshedAt?: string;
      by: {
        kind: string;
        namespace?: string;
        name: string;
      };
      cluster: string;
    };
    HandWritten: {
      manager: string;
      /** @enum {string} */
      operation: 'Apply' | 'Update';
      subresource?: string;
      at?: string;
      fields: string[];
      more?: number;
    };
    Answer: {
      query: string;
      subject?: components['schemas']['Subject'];
      candidates: components['schemas']['Candidate'][];
      owners: components['schemas']['Owner'][];
      /** @enum {string|null} */
      unowned: 'nobody' | 'explicit' | null;
      contested: boolean;
      claims: components['schemas']['ClaimView'][];
      contact: components['schemas']['Contact'][];
      /** @description Who is on call for the owning teams now. */
      onCall?: components['schemas']['OnCall'][];
      config: components['schemas']['ConfigView'][];
      lastChange?: components['schemas']['Change'];
      version: {
        declared: components['schemas']['VersionPin'][];
        running: components['schemas']['VersionPin'][];
      };
      drift: Record<string, never>[];
      secrets: components['schemas']['SecretFact'][];
      secretStates?: components['schemas']['SecretStateView'][];
      handWritten?: components['schemas']['HandWritten'];
      links: {
        title: string;
        url: string;
      }[];
      /** @description Source to the time of its last successful read. */
      asOf: {
        [key: string]: string;
      };
      stale: {
        source: string;
        reason: string;
      }[];
      /** @description What could not be told */
      unknown: string[];
      tookMs: number;
    };
  };
  responses: {
    /** @description What went wrong, as every Backstage plugin tells it. */
    Error: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Error'];
      };
    };
  };
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  Lookup: {
    parameters: {
      query: {
        /** @description The question, at most 64 KiB. */
        q: string;
        /** @description Instead of what `Accept` prefers: the whole answer as `json` or `text`, or in short as a message for chats: `markdown`, `slack` (for `chat.postMessage` and incoming webhooks) or `teams` (a message with an Adaptive Card). */
        format?: components['schemas']['AnswerFormat'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer. A question that matches nothing gets an answer too, without a subject. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Answer'];
          'text/plain': string;
          'text/markdown': string;
        };
      };
      default: components['responses']['Error'];
    };
  };
  LookupBody: {
    parameters: {
      query?: {
        /** @description Instead of what `Accept` prefers: the whole answer as `json` or `text`, or in short as a message for chats: `markdown`, `slack` (for `chat.postMessage` and incoming webhooks) or `teams` (a message with an Adaptive Card). */
        format?: components['schemas']['AnswerFormat'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json':
          | components['schemas']['Question']
          | components['schemas']['Alert']
          | components['schemas']['Alerts'];
        'text/plain': string;
      };
    };
    responses: {
      /** @description The answer. A question that matches nothing gets an answer too, without a subject. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Answer'];
          'text/plain': string;
          'text/markdown': string;
        };
      };
      default: components['responses']['Error'];
    };
  };
  Sources: {
    parameters: {
      query?: {
        kind?: components['schemas']['SourceKind'];
        state?: components['schemas']['SourceState'];
        /** @description Part of the name. */
        text?: string;
        /** @description The `nextCursor` of the page before. */
        cursor?: string;
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of sources. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SourcesPage'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  RefreshSource: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description `repository:<name>` or `cluster:<name>`. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The source is due. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Error'];
    };
  };
  Facts: {
    parameters: {
      query?: {
        /** @description Name of a repository. */
        repository?: string;
        /** @description Ref of a team: `group:default/payments`. */
        team?: string;
        environment?: string;
        cluster?: string;
        /** @description Rule of a finding. */
        rule?: string;
        severity?: components['schemas']['Severity'];
        /** @description Part of a name, path or message. */
        text?: string;
        /** @description The `nextCursor` of the page before. */
        cursor?: string;
        limit?: number;
      };
      header?: never;
      path: {
        kind: components['schemas']['FactKind'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of facts. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FactsPage'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  Repository: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description Its name, with every slash escaped. */
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The repository. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RepositoryOverview'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  Cluster: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The cluster. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClusterOverview'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  File: {
    parameters: {
      query: {
        repository: string;
        /** @description 40 hex digits. */
        revision: string;
        path: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The file. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FileView'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  PromotionMatrix: {
    parameters: {
      query?: {
        /** @description Ref of a team: `group:default/payments`. */
        team?: string;
        environment?: string;
        cluster?: string;
        repository?: string;
        /** @description A place of the service has this verdict, or is missing in its cluster. */
        verdict?: components['schemas']['PromotionVerdictOrMissing'];
        /** @description Only services of which a place is behind the environment before it. */
        behind?: boolean;
        /** @description Only services of which a version has waited for at least so many days. */
        waiting?: number;
        /** @description Only services of which a version changed since. RFC 3339. */
        since?: string;
        /** @description The whole name of a service, in any case. */
        name?: string;
        /** @description Part of a name, path or version. */
        text?: string;
        sort?: 'name' | 'attention' | 'waiting' | 'changed';
        /** @description The `nextCursor` of the page before, under the same sort. */
        cursor?: string;
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of services. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MatrixPage'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  PromotionAttention: {
    parameters: {
      query?: {
        /** @description Ref of a team: `group:default/payments`. */
        team?: string;
        /** @description The service has a place there. */
        environment?: string;
        cluster?: string;
        kind?: components['schemas']['AttentionKind'];
        /** @description A version that waits longer is stuck. */
        days?: number;
        /** @description The `nextCursor` of the page before. */
        cursor?: string;
        /** @description Services of a page. */
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What is to be looked at. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AttentionPage'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  PromotedService: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The service. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PromotedService'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  ComparePlaces: {
    parameters: {
      query?: {
        /** @description A place: `production/prod-eu`, with the namespace behind it where one cluster holds the service several times; each part is percent-encoded, and `-` where it is not told. An environment alone means one of its places. */
        from?: string;
        /** @description The other place. */
        to?: string;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What differs. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ServiceComparison'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  Alerts: {
    parameters: {
      query?: {
        status?: components['schemas']['AlertStatus'];
        /** @description Ref of a team: `group:default/payments`. */
        team?: string;
        environment?: string;
        cluster?: string;
        /** @description Only those without an owner. */
        unowned?: boolean;
        /** @description Only those of which a person said so. */
        verdict?: components['schemas']['VerdictWord'];
        /** @description Part of a label's value, the subject or the name. */
        text?: string;
        /** @description The `nextCursor` of the page before. */
        cursor?: string;
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of alerts. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AlertsPage'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  AlertStatistics: {
    parameters: {
      query?: {
        weeks?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The statistics. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AlertStatistics'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  AlertReceivers: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The receivers, by id. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['AlertReceiverStatus'][];
          };
        };
      };
      default: components['responses']['Error'];
    };
  };
  ReceiveAlerts: {
    parameters: {
      query?: {
        /** @description The cluster that the alerts come from, for senders that do not tell it in a label. */
        cluster?: string;
      };
      header?: never;
      path: {
        /** @description Id of a receiver that is set up. */
        receiver: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Stored. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Error'];
    };
  };
  OnCallDirectories: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All of them. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['OnCallDirectoryStatus'][];
          };
        };
      };
      default: components['responses']['Error'];
    };
  };
  LookAtAnswer: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['LookedAt'];
      };
    };
    responses: {
      /** @description Noted. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Error'];
    };
  };
  Alert: {
    parameters: {
      query?: {
        /** @description Instead of what `Accept` prefers: the whole answer as `json` or `text`, or in short as a message for chats: `markdown`, `slack` (for `chat.postMessage` and incoming webhooks) or `teams` (a message with an Adaptive Card). */
        format?: components['schemas']['AnswerFormat'];
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The alert. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AlertDetail'];
          'text/plain': string;
          'text/markdown': string;
        };
      };
      default: components['responses']['Error'];
    };
  };
  LookAtAlert: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Noted. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Error'];
    };
  };
  AlertVerdict: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          verdict: components['schemas']['VerdictWord'];
          /** @description The team that it should have been, as a ref or any of its marks. */
          team?: string;
        };
      };
    };
    responses: {
      /** @description What was noted. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AlertVerdict'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  NoteOnAlert: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Written. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Error'];
    };
  };
  Enrich: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json':
          | components['schemas']['AlertToEnrich'][]
          | {
              alerts: components['schemas']['AlertToEnrich'][];
            };
      };
    };
    responses: {
      /** @description The alerts, in their order. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EnrichedAlert'][];
        };
      };
      default: components['responses']['Error'];
    };
  };
  Teams: {
    parameters: {
      query?: {
        /** @description Part of a name or title. */
        text?: string;
        /** @description Only these refs, with commas between them. */
        refs?: string;
        sort?: components['schemas']['TeamSort'];
        order?: 'asc' | 'desc';
        /** @description The `nextCursor` of the page before. */
        cursor?: string;
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of teams. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TeamsPage'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  CatalogEntries: {
    parameters: {
      query?: {
        /** @description The `nextCursor` of the page before. */
        cursor?: string;
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of entries, what others refer to first. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CatalogEntriesPage'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  ConfigFiles: {
    parameters: {
      query?: {
        /** @description The `nextCursor` of the page before. */
        cursor?: string;
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of files, by repository and path. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ConfigFilesPage'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  Team: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description `group:default/payments`, or any mark that means the team, with every slash escaped. */
        ref: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The team. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TeamView'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  Owned: {
    parameters: {
      query?: {
        type?: components['schemas']['ThingKind'];
        cluster?: string;
        environment?: string;
        repository?: string;
        /** @description What lies in a namespace of this name, and the namespace. */
        namespace?: string;
        /** @description Part of a name, namespace, path or cluster. */
        text?: string;
        /** @description Only what others claim, too. */
        contested?: boolean;
        /** @description Only workloads that are not as Git says and past due, or that have a Secret that is not as it should be. */
        trouble?: components['schemas']['TroubleType'];
        /** @description The `nextCursor` of the page before. */
        cursor?: string;
        limit?: number;
      };
      header?: never;
      path: {
        /** @description `group:default/payments`, or any mark that means the team, with every slash escaped. */
        ref: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of things. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ThingsPage'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  RuleCommits: {
    parameters: {
      query?: {
        /** @description Id of a thing of the team; only the rule that decides who owns it. */
        thing?: string;
        /** @description The `nextCursor` of the page before. */
        cursor?: string;
        limit?: number;
      };
      header?: never;
      path: {
        /** @description `group:default/payments`, or any mark that means the team, with every slash escaped. */
        ref: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of commits. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RuleCommitsPage'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  Entity: {
    parameters: {
      query?: {
        /** @description Its annotation `plumbline.dev/id`, where Plumbline made it. */
        thing?: string;
      };
      header?: never;
      path: {
        /** @description Lower case: `component:default/cart`, with every slash escaped. */
        ref: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The entity. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EntityView'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  EntityThings: {
    parameters: {
      query?: {
        /** @description Its annotation `plumbline.dev/id`, where Plumbline made it. */
        thing?: string;
        type?: components['schemas']['ThingKind'];
        cluster?: string;
        environment?: string;
        repository?: string;
        /** @description Part of a name, namespace, path or cluster. */
        text?: string;
        /** @description Only what others claim, too. */
        contested?: boolean;
        /** @description Only workloads that are not as Git says and past due, or that have a Secret that is not as it should be. */
        trouble?: components['schemas']['TroubleType'];
        /** @description The `nextCursor` of the page before. */
        cursor?: string;
        limit?: number;
      };
      header?: never;
      path: {
        /** @description Lower case: `component:default/cart`, with every slash escaped. */
        ref: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of things. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ThingsPage'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  Unowned: {
    parameters: {
      query?: {
        type?: components['schemas']['ThingKind'];
        cluster?: string;
        environment?: string;
        repository?: string;
        /** @description What lies in a namespace of this name, and the namespace. */
        namespace?: string;
        /** @description Part of a name, namespace, path or cluster. */
        text?: string;
        /** @description `namespace`: what lies in a namespace is one row with it, in all of its clusters. Otherwise each thing is a row. */
        by?: 'namespace';
        /** @description The `nextCursor` of the page before. */
        cursor?: string;
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of things. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['UnsettledPage'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  Contested: {
    parameters: {
      query?: {
        type?: components['schemas']['ThingKind'];
        cluster?: string;
        environment?: string;
        repository?: string;
        /** @description What lies in a namespace of this name, and the namespace. */
        namespace?: string;
        /** @description Part of a name, namespace, path or cluster. */
        text?: string;
        /** @description The `nextCursor` of the page before. */
        cursor?: string;
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of things. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['UnsettledPage'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  Coverage: {
    parameters: {
      query?: {
        by?: 'repository' | 'cluster' | 'team';
        /** @description Part of the name of a repository, cluster or team. */
        text?: string;
        /** @description The `nextCursor` of the page before. */
        cursor?: string;
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All of it by day, and a page of parts, the worst first. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CoveragePage'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  OwnershipHistory: {
    parameters: {
      query?: {
        /** @description Ref of a team. */
        team?: string;
        /** @description Id of a thing. */
        thing?: string;
        /** @description The `nextCursor` of the page before. */
        cursor?: string;
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of changes. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HistoryPage'];
        };
      };
      default: components['responses']['Error'];
    };
  };
}
