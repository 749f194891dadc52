import {
  Change,
  ClaimSource,
  ConfigPlace,
  Contact,
  Evidence,
  FieldWriter,
  ObjectRef,
  SecretFact,
  SecretState,
  VersionPin,
} from '@plumbline/gitops-reader';

/**
 * How sure an answer is: `certain` rests on a mark that names the team for this very object,
 * `likely` on a rule or an inherited mark, `guess` on a name pattern.
 *
 * @public
 */
export type Confidence = 'certain' | 'likely' | 'guess';

/** @public */
export interface EvidenceLink {
  evidence: Evidence;
  /** Where a person can look at it, when the repository or portal has a page for it. */
  url?: string;
}

/** @public */
export interface Owner extends EvidenceLink {
  /** Backstage ref, `group:default/payments`. */
  team: string;
  title?: string;
  raw: string;
  source: ClaimSource;
  confidence: Confidence;
}

/** A claim as the answer shows it: also the ones that lost. @public */
export interface ClaimView extends EvidenceLink {
  /** Absent when the claim says that nobody owns this. */
  team?: string;
  raw: string;
  source: ClaimSource;
  /** Whether precedence made it the owner. */
  decisive: boolean;
  /** Of what the portal's catalog says, in lists: when that was last read. RFC 3339. Answers have it in theirs. */
  asOf?: string;
  /** Why that is not the state of now, where it is not. */
  stale?: string;
}

/** @public */
export interface ConfigView {
  role: ConfigPlace['role'];
  repository: string;
  revision: string;
  path: string;
  line?: number;
  note?: string;
  url?: string;
}

/** What a cluster says of a Secret that the subject needs, without anybody having read it. @public */
export interface SecretStateView extends Omit<SecretState, 'refreshSeconds'> {
  /** What makes the Secret, or waits for it. */
  by: { kind: string; namespace?: string; name: string };
  cluster: string;
}

/** Fields that a person wrote into the cluster. @public */
export type HandWritten = Omit<FieldWriter, 'by'>;

/** What the question turned out to be about. @public */
export type Subject =
  | ({
      type: 'object';
      cluster?: string;
      environment?: string;
      /** Health in a line, as the cluster last reported it. */
      status?: string;
      /** How it was found: each step in words, `pod cart-… → Deployment cart (owner reference)`. */
      reasons: string[];
      confidence: Confidence;
    } & ObjectRef)
  | { type: 'path'; repository: string; path: string }
  | { type: 'team'; team: string; title?: string };

/** Another thing that the question could have meant. @public */
export interface Candidate {
  subject: Subject;
  owners: string[];
  /** A question that asks for exactly this one. */
  query: string;
}

/** Who is on call for a team, as a directory said when it was last read. @public */
export interface OnCall {
  /** Backstage ref. */
  team: string;
  /** Name of the person, where the directory tells. */
  person?: string;
  /** How to reach them: a phone number, an e-mail address, a channel. */
  contact?: string;
  /** When the next person takes over. RFC 3339. */
  until?: string;
  /** Who is called after them, in order. */
  escalation?: string[];
  /** Which directory says so: `rota`, `pagerduty`. */
  source: string;
  /** When the directory was last read. RFC 3339. */
  asOf: string;
  /** Its page at the directory. */
  url?: string;
}

/**
 * The answer to one question. JSON of `GET /v1/lookup`, of `plumbline who --json` and of the page.
 *
 * @public
 */
export interface Answer {
  query: string;
  /** Absent when nothing matched. */
  subject?: Subject;
  /** Other matches, best first, when the question fits several things. */
  candidates: Candidate[];
  owners: Owner[];
  unowned: 'nobody' | 'explicit' | null;
  contested: boolean;
  claims: ClaimView[];
  contact: (Contact & { team: string })[];
  /** Who is on call for the owning teams now. Absent where no directory is set up. */
  onCall?: OnCall[];
  config: ConfigView[];
  lastChange?: Change & { repository: string; url?: string };
  version: { declared: VersionPin[]; running: VersionPin[] };
  drift: never[];
  secrets: SecretFact[];
  /** Whether those Secrets are there, the worst first. */
  secretStates?: SecretStateView[];
  /** Who changed the subject by hand last, and which fields. */
  handWritten?: HandWritten;
  promotion?: undefined;
  /** Links to a runbook or dashboard that the alert or the object carries. */
  links: { title: string; url: string }[];
  /** Source (`repository:acme/app-config`, `cluster:prod-eu`) to the time of its last successful read, RFC 3339. */
  asOf: Record<string, string>;
  /** Sources whose last read failed or is too old, and why. */
  stale: { source: string; reason: string }[];
  /** What could not be told, in words. */
  unknown: string[];
  tookMs: number;
}
