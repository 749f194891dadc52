import { Confidence } from '../answer';

/**
 * An object that a question may be about. Without a kind, anything of that name, workloads first.
 *
 * @public
 */
export interface Target {
  kind?: string;
  /** `null`: the object stands in no namespace. Absent: not told. */
  namespace?: string | null;
  name: string;
  /** How sure the question itself is; the index has the last word. */
  confidence: Confidence;
  /** What in the question says so: `label deployment`. */
  reason: string;
}

/** @public */
export interface PathTarget {
  /** `owner/name` or a part of it. */
  repository?: string;
  path: string;
  line?: number;
}

/**
 * A mark on the alert that names a team.
 *
 * @public
 */
export interface TeamHint {
  raw: string;
  /** `labels.team`. */
  field: string;
  /** Only a hint (a folder's title): counts when a team of this name is known. */
  onlyIfKnown?: boolean;
}

/**
 * A name that may be a cluster's.
 *
 * @public
 */
export interface ClusterHint {
  value: string;
  /** Where it stands: `label cluster`, `host of generatorURL`. */
  reason: string;
  /** A host name or Prometheus name: nothing is said when no cluster is called so. */
  weak?: boolean;
}

/**
 * A question as far as its text tells, before any index is asked.
 *
 * @public
 */
export interface Question {
  text: string;
  form: 'empty' | 'refused' | 'alert' | 'labels' | 'object' | 'path' | 'words';
  /** Most specific first. */
  targets: Target[];
  paths: PathTarget[];
  /** Plain words, without those that carry no meaning. */
  words: string[];
  namespace?: string;
  clusters: ClusterHint[];
  /** Normalised: `production`. */
  environment?: string;
  /** As a label says it. Objects may be of an environment that has no other name than this: `ring-2`. */
  environmentLabel?: string;
  teams: TeamHint[];
  /** Links that the alert carries; http and https only. */
  links: { title: string; url: string }[];
  /** Name of the alert, where there is one. */
  alertname?: string;
  /** What was set aside, and why, in words. */
  notes: string[];
  /** Why the question was not read at all. */
  problem?: string;
  /** The alert tells about the alerting itself; nobody owns a workload behind it. */
  plumbing?: boolean;
  /** The alert is about what runs a cluster, or about all of it. */
  clusterWide?: boolean;
  /** Other alerts of the same payload. */
  others: Question[];
}

/** A question that says nothing yet. */
export function emptyQuestion(text: string, form: Question['form']): Question {
  return {
    text,
    form,
    targets: [],
    paths: [],
    words: [],
    clusters: [],
    teams: [],
    links: [],
    notes: [],
    others: [],
  };
}
