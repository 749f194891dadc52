import { classifyEnvironment, TeamFact } from '@plumbline/gitops-reader';
import { Answer, Candidate } from '../answer';
import { IndexedObject, ObjectKey } from '../factIndex';
import { runs } from '../names/kinds';
import { teamKey } from '../ownership/teamKey';
import { pathWithSpaces } from '../question/expressions';
import { Question, Target } from '../question/types';
import { Context } from './Context';
import { keysOf } from './ObjectStore';
import { nodeByAddress } from './nodes';
import { nothingAnswer } from './nothingAnswer';
import { isNamespaceOf, objectAnswer } from './objectAnswer';
import { findFiles, pathAnswer } from './pathAnswer';
import { loadLinks, sourcesOf } from './readings';
import { releasesAsked } from './releases';
import { namedAlikeAsked, withoutNamespaceAsked } from './resembling';
import {
  Asked,
  attemptsOf,
  findStarts,
  Place,
  prefixesOf,
  startsInPlace,
} from './starts';
import { teamAnswer, teamAsked } from './teamAnswer';
import { distinctCandidates, emptyAnswer } from './views';

const maxOthers = 20;

/** Answers a question, and names what the other alerts of its payload are about. */
export async function answerQuestion(
  context: Context,
  question: Question,
): Promise<Answer> {
  const answer = await answerOne(context, question);
  if (question.others.length === 0) {
    return answer;
  }
  const others = await Promise.all(
    question.others
      .slice(0, maxOthers)
      .map(other =>
        answerOne(new Context(context.options, context.precedence), other),
      ),
  );
  const candidates = others.flatMap((other): Candidate[] =>
    other.subject
      ? [
          {
            subject: other.subject,
            owners: other.owners.map(owner => owner.team),
            query: other.query,
          },
        ]
      : other.candidates,
  );
  return {
    ...answer,
    candidates: distinctCandidates(
      [...answer.candidates, ...candidates],
      answer.subject,
    ),
    unknown: [
      ...answer.unknown,
      `The payload holds ${question.others.length + 1} different alerts; this answers the first, the others are listed as candidates.`,
    ],
  };
}

async function answerOne(
  context: Context,
  question: Question,
): Promise<Answer> {
  const empty = emptyAnswer(question);
  if (question.problem) {
    return { ...empty, unknown: [question.problem] };
  }
  if (question.form === 'empty') {
    return {
      ...empty,
      unknown: [
        'The question is empty. Paste an alert, its labels, Kind/namespace/name, a path, or the name of a service or team.',
      ],
    };
  }
  if (question.plumbing) {
    return {
      ...empty,
      links: question.links,
      unknown: [
        `${question.alertname} tells about the alerting itself (it fires on purpose, or only to mute others); no workload is behind it and nobody has to act.`,
      ],
    };
  }

  const words = question.words;
  const wordTargets = words.map((word): Target => ({
    name: word,
    confidence: 'likely',
    reason: `“${word}”`,
  }));
  const targets = [...question.targets, ...wordTargets];
  const spaced = pathWithSpaces(question.text, question);
  const [files, spacedFiles, teams] = await Promise.all([
    findFiles(context, question.paths),
    findFiles(context, spaced ? [spaced] : []),
    words.length > 0
      ? context.index.teams(words.map(teamKey))
      : Promise.resolve<TeamFact[]>([]),
    context.store.load(firstKeys(targets)),
    context.sources.load([
      ...question.clusters.map(hint => `cluster:${hint.value}`),
      ...words.map(word => `cluster:${word}`),
    ]),
  ]);
  if (spacedFiles.length > 0) {
    const answer = await pathAnswer(context, question, spacedFiles);
    if (answer) {
      return answer;
    }
  }
  await loadCut(context, targets);

  // A word that is a cluster's name narrows; the others name things.
  const place = placeAsked(
    context,
    question,
    hits(context, [...question.targets, ...wordTargets]),
  );
  const naming = wordTargets.filter(
    target => !context.sources.cluster(target.name),
  );
  const search = () =>
    question.targets.length === 0 && naming.length > 0
      ? context.index.search(
          naming.map(target => searchable(target.name)),
          60,
        )
      : Promise.resolve({ objects: [], teams: [] });
  const team = teamAsked(question, teams, naming);
  if (team) {
    return teamAnswer(context, question, team, (await search()).objects);
  }

  const hit = hits(context, [...question.targets, ...naming]);
  await Promise.all([
    context.sources.load(sourcesOf(hit)),
    loadLinks(context, hit),
  ]);
  const named = startsAsked(context, question, place, naming);
  const asked =
    named.starts.length > 0
      ? named
      : ((await nodeByAddress(context, question, place)) ?? named);
  const releases =
    showsNothing(asked, question) && files.length === 0
      ? await releasesAsked(context, question, place)
      : undefined;
  if (releases && releases.starts.length > 0) {
    return objectAnswer(context, question, place, releases);
  }
  if (releases) {
    const alike = await namedAlikeAsked(context, question, place);
    if (alike.starts.length > 0) {
      return objectAnswer(context, question, place, alike);
    }
  }
  if (asked.starts.length > 0) {
    const near = releases?.near;
    return objectAnswer(context, question, place, { ...asked, near });
  }
  if (files.length > 0 || question.paths.some(path => path.repository)) {
    const answer = await pathAnswer(context, question, files);
    if (answer) {
      return answer;
    }
  }
  const loose = await withoutNamespaceAsked(context, question, place);
  if (loose.starts.length > 0) {
    return objectAnswer(context, question, place, loose);
  }
  // Parts of names are the last resort, and the dearest.
  const found = await search();
  context.store.add(found.objects);
  await context.sources.load(sourcesOf(found.objects));
  const similar = startsInPlace(
    found.objects,
    {
      confidence: 'guess',
      reasons: [
        `names that hold ${naming.map(({ name }) => `“${name}”`).join(' and ')}`,
      ],
    },
    place,
    context.sources,
  );
  const some =
    similar.starts.length > 0 ? similar : singleWord(context, place, naming);
  return some.starts.length > 0
    ? objectAnswer(context, question, place, some)
    : nothingAnswer(context, question, place, found.teams, releases?.near);
}

/** Whether a question for an object found none that runs: at most its namespace, or something that resembles it. */
function showsNothing(asked: Asked, question: Question): boolean {
  return (
    question.targets.length > 0 &&
    (asked.starts.length === 0 ||
      isNamespaceOf(asked, question) ||
      asked.starts.every(
        start =>
          start.confidence === 'guess' &&
          !runs((start.live ?? start.declared).object.kind),
      ))
  );
}

/**
 * The word of several that is a name by itself: of a workload before anything else, the longest first. The other words
 * narrow it where they name its namespace or a directory above it. All were asked for already.
 */
function singleWord(context: Context, place: Place, naming: Target[]): Asked {
  const kindRank = ({ name }: Target) =>
    Math.min(
      ...context.store.find({ name }).map(({ object }) => {
        if (runs(object.kind)) {
          return 0;
        }
        return object.kind === 'Namespace' ? 2 : 1;
      }),
    );
  const best = naming
    .map(target => ({ target, rank: kindRank(target) }))
    .sort(
      (a, b) => a.rank - b.rank || b.target.name.length - a.target.name.length,
    )
    .map(({ target }): Target => ({
      ...target,
      confidence: 'guess',
      reason: `of the words, “${target.name}” is a name`,
    }));
  const asked = findStarts(best, place, context.store, context.sources);
  const words = new Set(naming.map(({ name }) => name));
  const narrowed = asked.starts.filter(start => {
    const { namespace } = (start.live ?? start.declared).object;
    const path = start.declared?.object.location.path.split('/') ?? [];
    return [namespace ?? '', ...path].some(segment => words.has(segment));
  });
  return narrowed.length > 0 ? { ...asked, starts: narrowed } : asked;
}

function placeAsked(
  context: Context,
  question: Question,
  found: IndexedObject[],
): Place {
  const cluster =
    question.clusters
      .map(hint => context.sources.cluster(hint.value))
      .find(source => source !== undefined) ??
    question.words
      .map(word => context.sources.cluster(word))
      .find(source => source !== undefined);
  return {
    cluster,
    unreadCluster: cluster ? undefined : unreadCluster(question),
    environment: cluster?.environment ?? environmentAsked(question, found),
  };
}

/** An environment that declared objects are in goes by the name that it has there; else by the usual one. */
function environmentAsked(
  { environment, environmentLabel }: Question,
  found: IndexedObject[],
): string | undefined {
  const named = environmentLabel?.toLowerCase();
  const declared = found.flatMap(hit =>
    hit.origin === 'declared' ? (hit.object.environment ?? []) : [],
  );
  return declared.find(name => name.toLowerCase() === named) ?? environment;
}

/** The cluster that a question names outright, unless that is the name of an environment. */
function unreadCluster(question: Question): string | undefined {
  const hint = question.clusters.find(({ weak }) => !weak);
  return hint && !isEnvironment(hint.value) ? hint.value : undefined;
}

/** Some call their one cluster by its environment. */
function isEnvironment(name: string): boolean {
  return /^[a-z]+$/i.test(name) && classifyEnvironment(name) !== undefined;
}

/** Names that Kubernetes cut at 63 characters are found by their beginning. */
async function loadCut(context: Context, targets: Target[]): Promise<void> {
  const prefixes = [...new Set(targets.flatMap(prefixesOf))].slice(0, 2);
  for (const prefix of prefixes) {
    const { objects } = await context.index.search([prefix], 20);
    context.store.add(
      objects.filter(({ object }) => object.name.startsWith(prefix)),
    );
  }
}

function hits(context: Context, targets: Target[]): IndexedObject[] {
  return targets.flatMap(target =>
    attemptsOf(target).flatMap(({ key }) => context.store.find(key)),
  );
}

function startsAsked(
  context: Context,
  question: Question,
  place: Place,
  naming: Target[],
): Asked {
  const asked = findStarts(
    question.targets,
    place,
    context.store,
    context.sources,
  );
  if (asked.starts.length > 0) {
    return asked;
  }
  // `shop cart`: one word may be the namespace of the other.
  for (const target of naming) {
    const inNamespace = naming
      .filter(other => other !== target)
      .map(other => ({ ...target, namespace: other.name }));
    const both = findStarts(inNamespace, place, context.store, context.sources);
    if (both.starts.length > 0) {
      return both;
    }
  }
  const named = findStarts(naming, place, context.store, context.sources);
  if (named.starts.length > 0 && naming.length === 1) {
    return named;
  }
  const cut = question.targets.flatMap(target =>
    prefixesOf(target).flatMap(prefix =>
      context.store.prefixed(prefix, target.namespace ?? undefined),
    ),
  );
  const begun = startsInPlace(
    cut,
    {
      confidence: 'guess',
      reasons: ['the name was cut at 63 characters; these begin like it'],
    },
    place,
    context.sources,
  );
  return begun.starts.length > 0 || naming.length > 1 ? begun : named;
}

/** Everything that the first query asks for: objects, their likely controllers, their namespaces. */
function firstKeys(targets: Target[]): ObjectKey[] {
  return targets.flatMap(target => [
    ...attemptsOf(target).flatMap(({ key }) =>
      key.kind && key.namespace
        ? keysOf({ kind: key.kind, name: key.name, namespace: key.namespace })
        : [key],
    ),
    ...(target.namespace
      ? keysOf({ kind: 'Namespace', name: target.namespace })
      : []),
  ]);
}

function searchable(word: string): string {
  return word.replace(/^@/, '').split('/').at(-1) ?? word;
}
