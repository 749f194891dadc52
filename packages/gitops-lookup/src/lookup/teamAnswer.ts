import { Evidence, TeamFact } from '@plumbline/gitops-reader';
import { Answer } from '../answer';
import { IndexedObject } from '../factIndex';
import { workloadRank } from '../memory/kinds';
import { TeamDirectory } from '../ownership/TeamDirectory';
import { questionOfObject } from '../question/questionOfObject';
import { Question, Target } from '../question/types';
import { Context } from './Context';
import { contactOf } from './compose';
import { startsOf } from './starts';
import { lastSegment } from '../names/lastSegment';
import { distinctCandidates, emptyAnswer } from './views';

/** The team that the words name, when they name nothing else. */
export function teamAsked(
  question: Question,
  teams: TeamFact[],
  naming: Target[],
): TeamFact | undefined {
  if (question.targets.length > 0 || question.paths.length > 0) {
    return undefined;
  }
  const [word] = naming;
  if (naming.length !== 1 || !word) {
    return undefined;
  }
  return new TeamDirectory(teams).get(word.name);
}

/** The answer about a team: how to reach it, and what is called like it. */
export async function teamAnswer(
  context: Context,
  question: Question,
  team: TeamFact,
  objects: IndexedObject[],
): Promise<Answer> {
  const directory = new TeamDirectory([team]);
  const evidence: Evidence = team.evidence ?? {
    type: 'object',
    cluster: '',
    object: {
      apiVersion: 'backstage.io/v1alpha1',
      kind: team.ref.startsWith('user:') ? 'User' : 'Group',
      name: lastSegment(team.ref),
    },
    field: 'metadata.name',
  };
  if (team.evidence?.type === 'file') {
    await context.sources.load([
      `repository:${team.evidence.location.repository}`,
    ]);
  }
  const { main } = startsOf(
    objects.filter(({ object }) => workloadRank(object.kind) < 4),
    { confidence: 'guess', reasons: ['its name holds the word'] },
  );
  return {
    ...emptyAnswer(question),
    subject: { type: 'team', team: team.ref, title: team.title },
    candidates: distinctCandidates(
      main.map(start => {
        const { object } = start.live ?? start.declared;
        const environment = start.live
          ? context.sources.get(start.live.source)?.environment
          : start.declared?.object.environment;
        return {
          subject: {
            type: 'object',
            apiVersion: object.apiVersion,
            kind: object.kind,
            ...(object.namespace && { namespace: object.namespace }),
            name: object.name,
            cluster: object.cluster,
            environment,
            reasons: start.reasons,
            confidence: 'guess',
          },
          owners: [],
          query: questionOfObject(object, object.cluster, environment),
        };
      }),
      undefined,
    ),
    owners: [
      {
        team: team.ref,
        title: team.title,
        raw: question.text,
        source: 'catalog-entity',
        confidence: 'certain',
        evidence,
        url: context.evidenceUrl(evidence),
      },
    ],
    contact: contactOf([{ team: team.ref }], directory, undefined),
    unknown: [
      ...question.notes,
      ...(team.contacts.length === 0
        ? ['The team directory has no contact for this team.']
        : []),
    ],
  };
}
