import { FileLocation } from '@plumbline/gitops-reader';
import { Answer, OnCall } from '../answer';
import { FactIndex, SourceInfo } from '../factIndex';
import {
  OwnershipOptions,
  resolvePrecedence,
} from '../ownership/resolveOwners';
import { parseQuestion } from '../question/parseQuestion';
import { ArgoInstallation } from './argocd';
import { answerQuestion } from './answerQuestion';
import { Context } from './Context';

/** @public */
export interface LookupOptions {
  index: FactIndex;
  ownership?: OwnershipOptions;
  /** Installations of Argo CD that are told apart, where that is more than their namespaces. */
  argocd?: readonly ArgoInstallation[];
  /** Where a person can look at a place in a repository. */
  link?: (location: FileLocation, source?: SourceInfo) => string | undefined;
  now?: () => Date;
  /** Age in hours from which a source counts as stale. 24 by default. */
  staleAfterHours?: number;
  /** Who is on call for these teams, as far as it is known without asking anybody. */
  onCall?: (teams: string[]) => Promise<OnCall[]>;
}

/** @public */
export interface Lookup {
  /** Never throws because of what the question holds. */
  answer(question: string): Promise<Answer>;
}

/**
 * Answers questions from an index.
 *
 * @public
 */
export function createLookup(options: LookupOptions): Lookup {
  const precedence = resolvePrecedence(options.ownership?.precedence);
  return {
    async answer(text: string): Promise<Answer> {
      const started = performance.now();
      const question = parseQuestion(text);
      const answer = await answerQuestion(
        new Context(options, precedence),
        question,
      );
      const onCall =
        answer.owners.length > 0
          ? await options.onCall?.(answer.owners.map(({ team }) => team))
          : undefined;
      return {
        ...answer,
        ...(onCall && { onCall }),
        tookMs: Math.round((performance.now() - started) * 100) / 100,
      };
    },
  };
}
