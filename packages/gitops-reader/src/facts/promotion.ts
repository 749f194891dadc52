import { VersionPin } from './evidence';

/**
 * A version that Kargo promotes: an image, a chart, or a commit of a repository.
 *
 * @public
 */
export interface PromotedArtefact {
  kind: VersionPin['kind'];
  name: string;
  value: string;
}

/**
 * A change on its way to the branch of an environment, as GitOps Promoter sees it.
 *
 * @public
 */
export interface PromotedBranch {
  branch: string;
  /** The directory of the branch that is promoted; absent: all of it. */
  path?: string;
  /** Branches that have to have it first; absent: the one before in the order. */
  after?: string[];
  /** Commits of the branch that people write to: what the environment has, and what it is to get. */
  active?: string;
  proposed?: string;
  proposedAt?: string;
  subject?: string;
  /** False: a person merges it. */
  autoMerge: boolean;
  statuses: {
    of: 'active' | 'proposed';
    key: string;
    phase?: string;
    url?: string;
  }[];
  pullRequest?: { id?: string; state?: string; url?: string };
}

/**
 * What an object of a promotion tool says, in words and names alone: messages may quote anything.
 *
 * @public
 */
export type PromotionFact =
  | {
      tool: 'kargo';
      type: 'stage';
      /** Freight that is there now, by name. */
      freight: string[];
      /** What it takes from where. */
      requested: {
        warehouse: string;
        direct: boolean;
        stages: string[];
        /** Freight has to have been in all of the stages, not in one of them. */
        all: boolean;
        /** As Go writes it: `1h30m`. */
        soak?: string;
      }[];
      autoPromotion: boolean;
      /** Automatic promotion was stopped by hand. */
      held: boolean;
      health?: string;
      promotion?: {
        name?: string;
        freight?: string;
        phase?: string;
        finishedAt?: string;
      };
    }
  | {
      tool: 'kargo';
      type: 'freight';
      alias?: string;
      warehouse?: string;
      artefacts: PromotedArtefact[];
      currentlyIn: { stage: string; since?: string }[];
      verifiedIn: { stage: string; at?: string; soaked?: string }[];
      approvedFor: string[];
    }
  | {
      tool: 'kargo';
      type: 'promotion';
      stage?: string;
      freight?: string;
      phase?: string;
      /** Who asked for it. */
      by?: string;
      startedAt?: string;
      finishedAt?: string;
    }
  | {
      tool: 'gitops-promoter';
      /** `policy`: of one environment of a strategy. */
      type: 'strategy' | 'policy';
      /** Name of its GitRepository. */
      repository: string;
      /** Of a policy: the strategy that it belongs to. */
      strategy?: string;
      /** In the order of promotion. */
      branches: PromotedBranch[];
    }
  | {
      tool: 'gitops-promoter';
      type: 'pull-request';
      repository: string;
      branch: string;
      /** The branch that it brings. */
      from?: string;
      state?: string;
      url?: string;
    }
  | {
      tool: 'gitops-promoter';
      type: 'repository';
      /** `owner/name`. */
      name: string;
    };
