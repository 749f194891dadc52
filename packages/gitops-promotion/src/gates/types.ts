import { PromotionFact } from '@plumbline/gitops-reader';
import { Place, Pin } from '../types';

/**
 * One thing that has to be so before a version may come.
 *
 * - `check`: a program says so: a CI job, a commit status.
 * - `approval`: a person says so.
 * - `verification`: an environment before it proves it.
 * - `time`: it has to wait.
 * - `merge`: the change does not fit on the branch, or is not meant to yet.
 * - `run`: the promotion itself.
 *
 * @public
 */
export interface Gate {
  kind: 'check' | 'approval' | 'verification' | 'time' | 'merge' | 'run';
  name: string;
  state: 'passed' | 'waiting' | 'failed' | 'unknown';
  /** False: it is shown, and holds nothing up. */
  required?: boolean;
  reason?: string;
  url?: string;
}

/**
 * A version on its way to a place, and what stands between.
 *
 * - `ready`: nothing holds it up but the one who promotes.
 * - `waiting`: a gate is still open.
 * - `blocked`: a gate says no.
 * - `running`: it is being promoted.
 * - `unknown`: what could hold it up could not be told.
 *
 * @public
 */
export interface PendingPromotion {
  /** What tells of it: `kargo`, `gitops-promoter`, `github`. */
  source: string;
  title: string;
  url?: string;
  /** The version it brings, where that is told. */
  to?: string;
  state: 'ready' | 'waiting' | 'blocked' | 'running' | 'unknown';
  gates: Gate[];
  /** RFC 3339. */
  since?: string;
  /** When this was told. RFC 3339. */
  asOf?: string;
}

/**
 * Objects of a promotion tool, as a cluster was seen to hold them.
 *
 * @public
 */
export interface PromotionObject {
  cluster: string;
  namespace?: string;
  name: string;
  createdAt?: string;
  fact: PromotionFact;
  /** When the cluster was read. RFC 3339. */
  asOf?: string;
}

/**
 * A place that something may be on its way to.
 *
 * @public
 */
export interface GatedPlace extends Place {
  /** Names that files give to the cluster, where it is called otherwise. */
  called?: string[];
  pins: Pin[];
  /** Repositories that tell of the service. */
  repositories: string[];
  /** What it is called, and where it stands in them. */
  members: { name: string; path: string }[];
  /** All clusters that the service has a place in, by all their names. */
  clusters: string[];
}

/** @public */
export interface GateOptions {
  now: Date;
  /** The environment that the name of a stage, a branch or a deployment speaks of. */
  environmentOf: (name: string) => string | undefined;
}

/**
 * A line that pins a version, as the facts tell of it.
 *
 * @public
 */
export interface PinnedLine {
  path: string;
  line?: number;
  /** `images[name=ghcr.io/acme/cart].newTag`. */
  key: string;
  /** Image repository, chart name, or repository URL. */
  name: string;
  value: string;
}

/**
 * What a change makes of a pinned line.
 *
 * @public
 */
export interface PinBump {
  key: string;
  name: string;
  from: string;
  /** Absent: the line goes, or no version comes in its place. */
  to?: string;
  /** Where the file pins the same thing twice: which of the lines. */
  line?: number;
}

/**
 * An open change of a repository, as its host tells of it.
 *
 * @public
 */
export interface ProposedChange {
  /** `#12`. */
  id: string;
  title: string;
  url?: string;
  author?: string;
  /** RFC 3339. */
  createdAt?: string;
  /** Files with pinned versions that it touches, and what it makes of those; absent: the host does not show it. */
  files: { path: string; versions?: PinBump[] }[];
  gates: Gate[];
}

/**
 * A deployment that a host tells of and that has not ended.
 *
 * @public
 */
export interface HostDeployment {
  environment: string;
  /** Branch, tag or commit. */
  ref: string;
  running: boolean;
  url?: string;
  /** RFC 3339. */
  createdAt?: string;
  gates: Gate[];
}
