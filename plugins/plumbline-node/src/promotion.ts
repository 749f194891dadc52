import { createExtensionPoint } from '@backstage/backend-plugin-api';
import {
  HostDeployment,
  PinnedLine,
  ProposedChange,
} from '@plumbline/gitops-promotion';

export type {
  Gate,
  HostDeployment,
  PinBump,
  PinnedLine,
  ProposedChange,
} from '@plumbline/gitops-promotion';

/**
 * A repository that pins versions.
 *
 * @public
 */
export interface PinnedRepository {
  /** As Plumbline calls it: `acme/app-config`. Its host may call it otherwise. */
  name: string;
  /** Its page on the host. */
  webUrl?: string;
  /** The branch that is followed. Absent: the default branch of the host. */
  branch?: string;
  /** Lines that pin versions, and what they hold. */
  pins: PinnedLine[];
  /** What was remembered when it was read last: names of answers that have not changed since, and what they said. */
  memory?: string;
}

/**
 * What was told of one repository: what is on its way to the lines that pin its versions. Everything in it is taken for
 * hostile: it is bounded before it is stored.
 *
 * @public
 */
export type GateReading = { repository: string } & (
  | {
      changes: ProposedChange[];
      /** Absent: they could not be read. What was known of them stays. */
      deployments?: HostDeployment[];
      /** What could not be read, in words. */
      problem?: string;
      /** Handed back with the next question. */
      memory?: string;
    }
  /** It could not be read, and why. What was known stays, but for the memory where there is one. */
  | { error: string; memory?: string }
);

/**
 * Tells of open changes and deployments, and what they wait for. It is asked on schedule, by one replica, and never while a
 * question is being answered.
 *
 * @public
 */
export interface PromotionGates {
  /** Unique, in lower-case letters, digits and dashes: `github`. Answers name it as their source. */
  readonly id: string;
  /** Whether a repository is on its host, so that it is asked about it. */
  knows(repository: Pick<PinnedRepository, 'name' | 'webUrl'>): boolean;
  /**
   * Reads the repositories in the order in which they come, those first that were read longest ago, and ends where it may
   * ask no more for now: the others are the first ones next time.
   */
  read(
    repositories: AsyncIterable<PinnedRepository>,
    options: { signal: AbortSignal },
  ): AsyncIterable<GateReading>;
}

/** @public */
export interface PlumblinePromotionExtensionPoint {
  addGates(...gates: PromotionGates[]): void;
}

/** Where modules add what stands between a version and the next environment. @public */
export const plumblinePromotionExtensionPoint =
  createExtensionPoint<PlumblinePromotionExtensionPoint>({
    id: 'plumbline.promotion',
  });
