import { TeamFact } from '@plumbline/gitops-reader';
import { Answer, Candidate } from '../answer';
import { IndexedObject } from '../factIndex';
import { Question } from '../question/types';
import { Context } from './Context';
import { Start } from './Reading';
import { describe } from './ObjectStore';
import { alertClaimsOf, knownOnly } from './alertClaims';
import { claimsOf, contactOf, objectsOf } from './compose';
import { namesakesUnknown } from './namesakes';
import { ownersOfCluster } from './nodes';
import { traceAll } from './readings';
import { Place, startsOf } from './starts';
import { candidateOf, distinctCandidates, emptyAnswer } from './views';
import { hintsUnknown, kindsAsked } from './objectAnswer';

/** Nothing matched: what was tried, what is near, and who the alert itself names. */
export async function nothingAnswer(
  context: Context,
  question: Question,
  place: Place,
  teams: TeamFact[],
  releases: Start[] = [],
): Promise<Answer> {
  const { namespace } = question;
  const [near, directory] = await Promise.all([
    namespace
      ? context.index.objectsInNamespace(namespace, 30)
      : Promise.resolve<IndexedObject[]>([]),
    context.directory(question.teams.map(hint => hint.raw)),
  ]);
  const named = context.resolve(
    knownOnly(alertClaimsOf(question), directory),
    directory,
    'guess',
  );
  const ofCluster =
    isAboutCluster(question) && named.owners.length === 0 && place.cluster
      ? await ownersOfCluster(context, place.cluster)
      : undefined;
  const ownership = ofCluster?.ownership ?? named;
  const owners = ownership.owners.map(({ team }) => team);
  const { main } = startsOf(near, {
    confidence: 'guess',
    reasons: [`in namespace ${namespace}`],
  });
  const neighbouring = main.filter(
    start =>
      !place.cluster || start.live?.source === place.cluster.id || !start.live,
  );
  const readings = await traceAll(context, [...releases, ...neighbouring]);
  const claims = readings.map(claimsOf);
  const neighbours = await context.directory(
    claims.flat().map(claim => claim.raw),
  );
  const candidates = readings.map((reading, at) =>
    candidateOf({
      reading,
      ownership: context.resolve(claims[at], neighbours, 'guess'),
    }),
  );
  const unknown = [
    ...question.notes,
    ...hintsUnknown(question, place),
    ...namesakesUnknown(named.claims, directory),
  ];
  const [target] = question.targets;
  const [path] = question.paths;
  if (target) {
    unknown.push(
      `Nothing indexed is called ${describe(target)}${
        place.cluster ? ` in ${place.cluster.name}` : ''
      } (${target.reason}), neither in a cluster nor in a repository.`,
    );
  } else if (path) {
    unknown.push(
      `No indexed repository has ${path.path}. Ask for repository:path, or for a part of the path.`,
    );
  } else if (question.form === 'alert' || question.form === 'labels') {
    unknown.push(
      place.cluster
        ? `The alert names the cluster ${place.cluster.name} and no object in it.${
            ofCluster ? ' The owner is that of its nodes.' : ''
          }`
        : 'The alert names no object: no namespace, pod, workload or node label.',
    );
  } else if (question.words.length > 0) {
    unknown.push(
      `Nothing indexed is called ${question.words.join(' ')}. Ask for Kind/namespace/name, a path, or paste the alert's labels.`,
    );
  } else {
    unknown.push(
      'The text names nothing that can be looked up. Paste an alert, its labels, Kind/namespace/name or a path.',
    );
  }
  if (candidates.length > 0) {
    unknown.push(
      `The candidates are in the namespace ${namespace ?? target?.namespace}, or deployed into it.`,
    );
  }
  return {
    ...emptyAnswer(question),
    candidates: distinctCandidates(
      [
        ...candidates,
        ...teams.slice(0, 5).map((team): Candidate => ({
          subject: { type: 'team', team: team.ref, title: team.title },
          owners: [team.ref],
          query: team.ref,
        })),
      ],
      undefined,
    ),
    owners: ownership.owners,
    unowned: null,
    contested: ownership.contested,
    claims: ownership.claims,
    contact: contactOf(
      owners.map(team => ({ team })),
      ofCluster ? await context.directory(owners) : directory,
      undefined,
    ),
    links: question.links,
    ...context.ages(
      [...readings, ...(ofCluster?.readings ?? [])].flatMap(reading =>
        objectsOf(reading),
      ),
      place.cluster,
      kindsAsked(question),
    ),
    unknown,
  };
}

/** An alert about a cluster as a whole, that names nothing in it. */
function isAboutCluster(question: Question): boolean {
  const { clusterWide, form, targets, paths, namespace } = question;
  return (
    clusterWide === true &&
    (form === 'alert' || form === 'labels') &&
    targets.length === 0 &&
    paths.length === 0 &&
    namespace === undefined
  );
}
