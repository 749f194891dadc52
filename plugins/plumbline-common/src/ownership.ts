import {
  ClaimView,
  Drift,
  EvidenceLink,
  OnCall,
  Owner,
  SecretStateView,
} from '@plumbline/gitops-lookup';
import {
  Change,
  Contact,
  FileLocation,
  Finding,
} from '@plumbline/gitops-reader';
import { AlertSummary, OnCallDirectoryStatus } from './alerts/types';

/**
 * What can have an owner: a workload of a cluster (or one that Git declares for it), a namespace, a service, or a part of a
 * repository.
 *
 * @public
 */
export type ThingKind = 'workload' | 'namespace' | 'service' | 'path';

/** @public */
export type OwnershipState = 'owned' | 'unowned' | 'explicit';

/** Which thing. @public */
export interface ThingRef {
  /** Stays the same as long as the thing is where it is. */
  id: string;
  type: ThingKind;
  /** `kind` of an object. */
  kind?: string;
  namespace?: string;
  /** Name of an object or service; path of a part of a repository. */
  name: string;
  cluster?: string;
  environment?: string;
  repository?: string;
}

/** What can be wrong with a workload. @public */
export type TroubleType = 'drift' | 'secrets';

/** Since when something is wrong. @public */
export interface Began {
  /** RFC 3339. */
  since: string;
  /** Since it was first seen: it may have begun before. */
  seen?: true;
}

/** A workload is not as Git says. @public */
export interface ThingDrift extends Omit<Drift, 'since'>, Began {
  pastDue: boolean;
}

/** What is wrong with a workload. @public */
export interface ThingTroubles {
  drift?: ThingDrift;
  /** Secrets that it needs and that are not as they should be, the worst first. */
  secretStates?: (Omit<SecretStateView, 'since'> & Began)[];
}

/**
 * A thing with its owner, and why.
 *
 * @public
 */
export interface OwnedThing extends ThingRef, ThingTroubles {
  /** Environments of a service, in the order of promotion. */
  environments?: string[];
  /** Services: the entity of the catalog that stands for it. */
  entity?: string;
  /** Services: entities that stand for it, where they are several and none does more than the others. */
  entities?: string[];
  /** Services: why it is one service with those of other repositories, in words. */
  sameBecause?: string;
  /** Services: the product that it is part of. */
  partOf?: string;
  /** Files of a part of a repository, places of a service. */
  size: number;
  /** `explicit`: a mark says that nobody owns it. */
  state: OwnershipState;
  contested: boolean;
  owners: Owner[];
  /** How many owners there are, when more than are listed. */
  ownersTotal?: number;
  /** All that is said about the owner, what decided first. */
  claims: ClaimView[];
  claimsTotal?: number;
  /** The line that declares it. */
  location?: FileLocation;
  /** Where a person can look at it. */
  url?: string;
  /** The last change of the file that declares it. */
  change?: Change & { url?: string };
  /** When Plumbline first saw it. RFC 3339. */
  firstSeen: string;
  /** When Plumbline last saw its owners change. RFC 3339. */
  ownedSince: string;
  /** When its source was last read. RFC 3339. */
  asOf?: string;
  /** Why that is not the state of now, where it is not. */
  stale?: string;
  /** What nothing that was read tells of a workload. */
  unknown?: TroubleType[];
}

/** @public */
export interface ThingsQuery {
  type?: ThingKind;
  cluster?: string;
  environment?: string;
  repository?: string;
  /** What lies in a namespace of this name, and the namespace. */
  namespace?: string;
  /** Part of a name, namespace, path or cluster. */
  text?: string;
  /** Of what nobody owns: what lies in a namespace is one row with it, in all of its clusters. */
  by?: 'namespace';
  /** Of what a team owns: only what others claim, too. */
  contested?: boolean;
  /** Of what a team owns: only that with which this is wrong; of drift, what is past due. */
  trouble?: TroubleType;
  cursor?: string;
  /** 1 to 100, 25 by default. */
  limit?: number;
}

/** @public */
export interface ThingsPage<T extends OwnedThing = OwnedThing> {
  items: T[];
  totalItems: number;
  /** How many things the rows of all pages stand for, where one may stand for several. */
  totalThings?: number;
  /** Opaque; absent on the last page. */
  nextCursor?: string;
  /** Changes of which the owners are not worked out yet. */
  pending: number;
  /** Things of teams that you may not see are left out. */
  restricted?: boolean;
  /** Where what nobody owns, or several claim, is: whatever is filtered, in the order of promotion. */
  environments?: string[];
}

/** Why a team is suggested. @public */
export interface SuggestionReason {
  type: 'claim' | 'directory' | 'namespace' | 'author' | 'alert';
  /** In words: `owns 7 of 9 things in apps/`. */
  text: string;
}

/** @public */
export interface Suggestion {
  team: string;
  why: SuggestionReason[];
}

/** The exact change that gives a thing an owner, or ends a disagreement. @public */
export interface Fix {
  type: 'codeowners' | 'label' | 'entity';
  /** What to do, in words. */
  title: string;
  repository?: string;
  /** The file to change. */
  path?: string;
  line?: number;
  /** What to write there. */
  content: string;
  url?: string;
}

/** A thing that nobody owns, or several claim, with what would settle it. @public */
export interface UnsettledThing extends OwnedThing {
  suggestions: Suggestion[];
  fixes: Fix[];
  /** What the row stands for beside the thing itself, where it was asked for by namespace. */
  group?: UnsettledGroup;
}

/** A namespace in all of its clusters, with what lies in it. @public */
export interface UnsettledGroup {
  namespace: string;
  things: number;
  workloads: number;
  /** The first 100 of them. */
  clusters: string[];
  clustersTotal: number;
}

/** Numbers that are absent are not known. @public */
export interface TeamCounts {
  services: number;
  workloads: number;
  namespaces: number;
  /** Parts of repositories. */
  paths: number;
  repositories: number;
  clusters: number;
  /** Of all things that it owns, those that others claim, too. */
  contested: number;
  findings: number;
  /** Alerts that fire. */
  alerts?: number;
  /** Workloads that are not as Git says, past due. */
  drift?: number;
  /** Workloads of which nothing tells whether they are. */
  driftUnknown?: number;
  /** Services that are behind in some environment. */
  promotions?: number;
  /** Workloads with a Secret that is not as it should be. */
  secrets?: number;
  /** Workloads with a Secret of which nothing tells. */
  secretsUnknown?: number;
}

/** @public */
export interface TeamSummary {
  /** `group:default/payments`. */
  ref: string;
  title?: string;
  /** Whether a directory describes it; otherwise only marks name it. */
  known: boolean;
  counts: TeamCounts;
  /** How to reach it, in lists of teams; absent where nobody says. */
  contacts?: Contact[];
}

/** What lists of teams are sorted by. @public */
export type TeamSort =
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

/** @public */
export interface TeamsQuery {
  /** Part of a name or title. */
  text?: string;
  /** Only these refs, with commas between them. */
  refs?: string;
  sort?: TeamSort;
  order?: 'asc' | 'desc';
  cursor?: string;
  /** 1 to 100, 50 by default. */
  limit?: number;
}

/** @public */
export interface TeamsPage {
  items: TeamSummary[];
  totalItems: number;
  nextCursor?: string;
  pending: number;
  /** Teams that you may not see are left out. */
  restricted?: boolean;
}

/** How much of something has an owner. @public */
export interface CoverageShare {
  total: number;
  owned: number;
  contested: number;
  /** Marked as nobody’s. */
  explicit: number;
}

/** One day. Kinds of which there is nothing are absent. @public */
export type CoverageDay = { day: string } & {
  [K in ThingKind]?: CoverageShare;
};

/** Who is on call for a team now, as far as that is known. @public */
export interface TeamOnCall {
  /** Whom rotas and directories name, with how old that is. */
  entries: OnCall[];
  /** The directories that are asked, and how that goes: what one said before it failed is told on. */
  directories: OnCallDirectoryStatus[];
}

/** What a team had to look at when it was counted last on a day. Numbers that are absent were not known. @public */
export interface TeamDay extends Pick<
  Partial<TeamCounts>,
  'alerts' | 'drift' | 'secrets' | 'promotions' | 'findings'
> {
  day: string;
}

/** @public */
export interface TeamView {
  team: TeamSummary;
  /** Other marks that mean this team. */
  aliases: string[];
  contacts: Contact[];
  /** Absent where nothing is set up that tells who is on call. */
  onCall?: TeamOnCall;
  /** Where it is described. */
  described: EvidenceLink[];
  /** Other teams that a mark of this one means as well. */
  clashes: { ref: string; mark: string }[];
  /** Who changed its files last, the most frequent first. */
  people: { name: string; changes: number; lastChange: string }[];
  /** What it owned, one entry per day. */
  trend: CoverageDay[];
  /** What it had to look at, one entry per day. */
  days: TeamDay[];
  environments: string[];
  clusters: string[];
  repositories: string[];
  pending: number;
}

/** Which things an entity of the catalog stands for. @public */
export interface EntityQuery {
  /** Its annotation `plumbline.dev/id`, where Plumbline made it. */
  thing?: string;
}

/** @public */
export interface EntityThingsQuery extends ThingsQuery, EntityQuery {}

/** How the things of an entity stand. Numbers that are absent are not known. @public */
export interface EntityCounts extends Omit<
  TeamCounts,
  'repositories' | 'clusters' | 'findings'
> {
  findings?: number;
  /** Of all things, those that nobody is known to own. */
  unowned: number;
}

/** What is wrong in the files of an entity. @public */
export interface EntityFinding {
  repository: string;
  fact: Finding;
}

/** What an entity of the catalog stands for: services and what they run as, and how that is doing. @public */
export interface EntityView {
  counts: EntityCounts;
  /** Who owns its things, the one with most of them first. */
  owners: { team: string; title?: string; things: number }[];
  /** Its services among those that are promoted, those that are behind first. */
  promoted: { id: string; name: string; behind: boolean }[];
  /** The first ten of those that fire, those without owner on top. */
  alerts: AlertSummary[];
  /** The worst ten in the directories of its services. */
  findings: EntityFinding[];
  environments: string[];
  clusters: string[];
  repositories: string[];
  pending: number;
  /** Things of teams that you may not see are left out. */
  restricted?: boolean;
}

/** A thing changed hands, appeared or went. @public */
export interface OwnershipChange {
  thing: ThingRef;
  /** When it was seen. RFC 3339. */
  at: string;
  /** Absent: it was not there before. */
  before?: { teams: string[]; state: OwnershipState };
  /** Absent: it is gone. */
  after?: { teams: string[]; state: OwnershipState };
  /** What decided afterwards. */
  owner?: Owner;
  /** The commit behind it, where the deciding mark stands in Git. */
  change?: Change & { url?: string };
}

/** @public */
export interface HistoryQuery {
  /** Ref of a team. */
  team?: string;
  /** Id of a thing. */
  thing?: string;
  cursor?: string;
  /** 1 to 100, 25 by default. */
  limit?: number;
}

/** @public */
export interface HistoryPage {
  items: OwnershipChange[];
  nextCursor?: string;
  restricted?: boolean;
}

/** A rule that names owners, before and after a commit. @public */
export interface RuleChange {
  /** The file that holds it: CODEOWNERS, OWNERS or catalog-info.yaml. */
  path: string;
  /** A pattern of CODEOWNERS with its section, or a directory; empty for all of the repository. */
  rule: string;
  /** As they are written. Empty: nobody, on purpose. Absent: there was no such rule. */
  before?: string[];
  /** Absent: the rule went. */
  after?: string[];
}

/** A commit that changed whom rules name, as it landed on the branch that is read. @public */
export interface RuleCommit {
  repository: string;
  /** The commit that wrote it. */
  revision: string;
  /** When it landed. RFC 3339. */
  at: string;
  author: string;
  subject: string;
  pullRequest?: string;
  url?: string;
  rules: RuleChange[];
  /** How many rules changed beyond those that are kept. */
  more?: number;
  /** Files of which nobody knows what they said before or afterwards. */
  unread?: string[];
}

/** @public */
export interface RuleCommitsQuery {
  /** Id of a thing of the team: the rule alone that decides who owns it. */
  thing?: string;
  cursor?: string;
  /** 1 to 100, 25 by default. */
  limit?: number;
}

/** @public */
export interface RuleCommitsPage {
  /** The newest first. */
  items: RuleCommit[];
  nextCursor?: string;
  /** Repositories whose history is not known from its beginning, or not yet, and why. */
  incomplete: { repository: string; reason: string }[];
}

/** @public */
export interface CoverageQuery {
  /** What each entry stands for. */
  by?: 'repository' | 'cluster' | 'team';
  /** Part of its name. */
  text?: string;
  cursor?: string;
  /** 1 to 100, 25 by default. */
  limit?: number;
}

/** @public */
export interface CoverageScope {
  /** Name of the repository or cluster, or ref of the team. */
  scope: string;
  now: CoverageDay;
  /** All kinds together, the oldest day first. */
  trend: { day: string; total: number; owned: number }[];
}

/** @public */
export interface CoveragePage {
  /** Everything together, the oldest day first. */
  days: CoverageDay[];
  /** The worst first. */
  items: CoverageScope[];
  totalItems: number;
  nextCursor?: string;
  pending: number;
  restricted?: boolean;
}

/**
 * Who owns what, browsed.
 *
 * @public
 */
export interface OwnershipApi {
  teams(query: TeamsQuery): Promise<TeamsPage>;
  /** @throws ResponseError (404 for a team that nothing names, 403 for one that you may not see) */
  team(ref: string): Promise<TeamView>;
  /** How what an entity of the catalog stands for is doing. */
  entity(ref: string, query: EntityQuery): Promise<EntityView>;
  /** What it stands for. */
  entityThings(ref: string, query: EntityThingsQuery): Promise<ThingsPage>;
  /** What a team owns. */
  owned(ref: string, query: ThingsQuery): Promise<ThingsPage>;
  /** What nobody owns, production first. */
  unowned(query: ThingsQuery): Promise<ThingsPage<UnsettledThing>>;
  /** What several claim, production first. */
  contested(query: ThingsQuery): Promise<ThingsPage<UnsettledThing>>;
  /** What changed hands, the newest first. */
  history(query: HistoryQuery): Promise<HistoryPage>;
  /** Who named a team as owner when, or no longer, by the history of Git. */
  ruleCommits(ref: string, query: RuleCommitsQuery): Promise<RuleCommitsPage>;
  coverage(query: CoverageQuery): Promise<CoveragePage>;
}
