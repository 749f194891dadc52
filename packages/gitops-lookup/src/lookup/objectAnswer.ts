import { Claim } from '@plumbline/gitops-reader';
import { Answer } from '../answer';
import { catalogSource } from '../factIndex';
import { Question, Target } from '../question/types';
import { Context } from './Context';
import { Declared, describe } from './ObjectStore';
import { engineFactOf, Reading } from './Reading';
import { alertClaimsOf, knownOnly, teamsUnknown } from './alertClaims';
import {
  claimsOf,
  configOf,
  contactOf,
  distinct,
  lastChangeOf,
  linksOfReading,
  marksOfContact,
  objectsOf,
  secretsOf,
  versionsOf,
} from './compose';
import { namesakesUnknown } from './namesakes';
import { ownershipOf } from './ownershipOf';
import { readOrigins, secretsFor, sourcesOf, traceAll } from './readings';
import { handWrittenOf, secretStatesFor } from './liveViews';
import { Asked, Place } from './starts';
import {
  byPlace,
  candidateOf,
  distinctCandidates,
  emptyAnswer,
  listed,
  ownersKey,
  placeOf,
  Resolved,
  subjectOf,
  withoutPlace,
} from './views';

const maxNear = 10;
const notAsked = 'Drift and promotion are not part of this answer.';

/** The answer about an object: one reading of the question, or what several have in common. */
export async function objectAnswer(
  context: Context,
  question: Question,
  place: Place,
  asked: Asked,
): Promise<Answer> {
  const main = await traceAll(context, asked.starts);
  // What Git declares for a cluster that reports the object is part of that reading.
  const used = new Set(main.flatMap(reading => reading.declared));
  const others = (await traceAll(context, asked.others)).filter(
    reading => !reading.declared.some(declared => used.has(declared)),
  );

  await readOrigins(context, [...main, ...others]);

  // A reading that was only declared says less than one that a cluster reports.
  const readings = main.sort(byPlace);
  const all = [...readings, ...others];
  const near = (await traceAll(context, asked.near ?? [])).slice(0, maxNear);
  const standsIn = isNamespaceOf(asked, question);
  const aboutIt = (reading: Reading) =>
    claimsOf(reading).filter(
      claim => !standsIn || isAboutContent(claim, reading),
    );
  const alertClaims = alertClaimsOf(question);
  const [directory, secrets, secretStates] = await Promise.all([
    context.directory([
      ...[...all.flatMap(aboutIt), ...near.flatMap(claimsOf)].map(
        claim => claim.raw,
      ),
      ...question.teams.map(hint => hint.raw),
    ]),
    secretsFor(context, readings[0]),
    secretStatesFor(context, readings[0]),
    context.sources.load(
      [...all, ...near].flatMap(reading => sourcesOf(objectsOf(reading))),
    ),
  ]);
  const resolve = (reading: Reading, claimsFor: typeof claimsOf): Resolved => ({
    reading,
    ownership: ownershipOf(context, reading, directory, of => [
      ...knownOnly(alertClaims, directory),
      ...claimsFor(of),
    ]),
  });
  const resolved = readings.map(reading => resolve(reading, aboutIt));
  const rest = [
    ...others.map(reading => resolve(reading, aboutIt)),
    ...near.map(reading => resolve(reading, claimsOf)),
  ];
  const [first] = resolved;
  const same = resolved.every(
    other => ownersKey(other.ownership) === ownersKey(first.ownership),
  );
  const oneThing =
    new Set(resolved.map(({ reading }) => describe(reading.subject))).size ===
    1;
  const unknown = [
    ...question.notes,
    ...hintsUnknown(question, place),
    ...notesOf(context, first.reading, asked, place, question),
  ];

  const stranger = first.ownership.owners.find(
    owner => owner.source === 'alert-label' && owner.confidence === 'guess',
  );
  if (stranger && directory.namesakes(stranger.raw).length === 0) {
    unknown.push(
      `The alert names “${stranger.raw.slice(0, 80)}”, which is none of the teams that are known, unlike what the objects and files name.`,
    );
  }

  const candidates = distinctCandidates(
    [...(same ? resolved.slice(1) : resolved), ...rest].map(candidateOf),
    same ? subjectOf(first.reading) : undefined,
  );
  const base = emptyAnswer(question);
  if (!same && !oneThing) {
    return {
      ...base,
      candidates,
      links: question.links,
      ...context.ages(resolved.flatMap(({ reading }) => objectsOf(reading))),
      unknown: [
        ...unknown,
        'The question fits several things with different owners; say which one is meant.',
      ],
    };
  }
  if (resolved.length > 1) {
    const places = listed(
      resolved.map(
        ({ reading }) =>
          reading.cluster ?? reading.environment ?? describe(reading.subject),
      ),
    );
    unknown.push(
      same
        ? `The question fits ${places}; the owner is the same in each, the rest is that of ${placeOf(first.reading)}.`
        : `The question fits ${places}, and the owners differ: ${listed(
            resolved.map(
              ({ reading, ownership }) =>
                `${placeOf(reading)} → ${
                  ownership.owners.map(owner => owner.team).join(', ') ||
                  'nobody'
                }`,
            ),
          )}.`,
    );
  }
  const shownReadings = same ? [first] : resolved;
  const owners = distinct(
    shownReadings.flatMap(({ ownership }) => ownership.owners),
    owner => owner.team,
  );
  const lastChange = shownReadings
    .map(({ reading }) => lastChangeOf(reading))
    .find(change => change !== undefined);
  const subject = subjectOf(first.reading);
  const contact = contactOf(owners, directory, first.reading);
  if (owners.length === 0) {
    for (const { value } of marksOfContact(first.reading)) {
      unknown.push(
        `Nobody is named as owner, but the objects name a contact: ${value}.`,
      );
    }
  }
  return {
    ...base,
    subject: same ? subject : withoutPlace(subject),
    candidates,
    owners,
    unowned: owners.length > 0 ? null : first.ownership.unowned,
    contested: !same || first.ownership.contested,
    claims: distinct(
      shownReadings.flatMap(({ ownership }) => ownership.claims),
      claim => JSON.stringify([claim.source, claim.raw, claim.evidence]),
    ),
    contact,
    config: distinct(
      shownReadings.flatMap(({ reading }) =>
        configOf(reading, location => context.link(location)),
      ),
      place_ => `${place_.repository} ${place_.path} ${place_.line ?? ''}`,
    ),
    lastChange: lastChange && context.changeView(lastChange),
    version: versionsOf(first.reading),
    secrets: secretsOf(first.reading, secrets),
    ...(secretStates.length > 0 && { secretStates }),
    ...handWrittenOf(first.reading),
    links: distinct(
      [...question.links, ...linksOfReading(first.reading)],
      link => link.url,
    ),
    ...context.ages(
      shownReadings.flatMap(({ reading }) => [
        ...objectsOf(reading),
        ...(reading.from ? [reading.from] : []),
        ...(reading.catalog?.length ? [{ source: catalogSource }] : []),
      ]),
      place.cluster,
      [
        ...kindsOf(shownReadings.map(({ reading }) => reading)),
        ...kindsAsked(question),
      ],
    ),
    unknown: [
      ...unknown,
      ...namesakesUnknown(
        shownReadings.flatMap(({ ownership }) => ownership.claims),
        directory,
      ),
      notAsked,
    ],
  };
}

/** Kinds that the answer would look otherwise without. */
function kindsOf(readings: Reading[]): string[] {
  return readings.flatMap(({ subject, chain, engine }) => [
    subject.kind,
    ...chain.map(({ object }) => object.kind),
    ...(engine ? [engine.ref.kind] : []),
  ]);
}

/** Kinds that the question names: what cannot be read may be there all the same. */
export function kindsAsked({ targets }: Question): string[] {
  return targets.flatMap(({ kind }) => kind ?? []);
}

export function hintsUnknown(question: Question, place: Place): string[] {
  const notes = teamsUnknown(question);
  const { cluster, unreadCluster } = place;
  if (unreadCluster) {
    const hint = question.clusters.find(({ value }) => value === unreadCluster);
    notes.push(
      `No cluster that is read is called ${unreadCluster} (${hint?.reason}).`,
    );
  }
  if (
    cluster?.environment &&
    question.environment &&
    cluster.environment !== question.environment
  ) {
    notes.push(
      `The question names the environment ${question.environment}, but the cluster ${cluster.name} belongs to ${cluster.environment}; this goes by the cluster.`,
    );
  }
  return notes;
}

/**
 * Who made a namespace need not own what runs in it. Its labels are meant for that; who owns the file of its manifest
 * does only where that lies in a directory of its name, and not among the manifests of all namespaces.
 */
function isAboutContent(
  { source }: Claim,
  { subject, declared }: Reading,
): boolean {
  return (
    source === 'namespace-label' ||
    declared.some(({ object }) =>
      object.location.path.split('/').slice(0, -1).includes(subject.name),
    )
  );
}

/** Whether the namespace stands in for an object that is not known. */
export function isNamespaceOf(
  { target }: { target?: Target },
  { targets }: Question,
): boolean {
  return (
    target?.kind === 'Namespace' &&
    targets[0] !== undefined &&
    targets[0].kind !== 'Namespace'
  );
}

function placesOf(declared: Declared[]): string {
  return listed(
    declared.map(
      ({ object: { location } }) => `${location.repository}:${location.path}`,
    ),
  );
}

function notesOf(
  context: Context,
  reading: Reading,
  asked: Asked,
  place: Place,
  question: Question,
): string[] {
  const notes: string[] = [];
  const { subject, live, declared, cluster, engine, from } = reading;
  const name = describe(subject);
  if (asked.elsewhere) {
    notes.push(
      `${name} is not known in ${place.cluster?.name ?? place.unreadCluster ?? place.environment}; this is ${placeOf(
        reading,
      )}.`,
    );
  } else if (place.cluster && !live && reading.chain.length === 0) {
    notes.push(
      `${place.cluster.name} does not report ${name}; this is what Git declares.`,
    );
  }
  if (live?.goneSince) {
    notes.push(`${name} is gone from ${cluster} since ${live.goneSince}.`);
  }
  if (cluster && !live && reading.chain.length > 0) {
    notes.push(
      `${cluster} names ${name} as the owner, but does not report it.`,
    );
  }
  const rivals = engine?.rivals ?? [];
  if (rivals.length > 1) {
    notes.push(
      `${listed(
        rivals.map(({ object }) => `${describe(object)} in ${object.cluster}`),
      )} may each be the ${engine?.ref.kind} that deploys ${name}; plumbline.argocd can tell their installations apart.`,
    );
  }
  const [first] = question.targets;
  if (isNamespaceOf(asked, question)) {
    notes.push(
      `Nothing indexed is called ${describe(first)}; this is its namespace, whose owner need not own what runs in it.`,
      ...(asked.near?.length
        ? ['The candidates are deployed into that namespace.']
        : []),
    );
  }
  if (asked.byRelease && asked.target) {
    notes.push(
      `Nothing indexed is called ${describe(asked.target)}; by its name, ${name} deploys it.`,
    );
  }
  if (declared.length === 0) {
    const by = engineFactOf(engine);
    const origin = by && [by.repoUrl, by.path ?? by.chart, by.revision];
    const deployed =
      engine && origin
        ? ` ${describe(engine.ref)} deploys it from ${origin.filter(Boolean).join(' ')}.`
        : '';
    notes.push(
      `No manifest in the indexed repositories declares ${name}.${deployed}`,
    );
    if (from?.byName) {
      notes.push(
        `${from.source.replace(/^repository:/, '')} is taken for ${from.byName} by its name alone; another repository may be meant.`,
      );
    }
  } else if (reading.byName) {
    notes.push(
      `${placesOf(declared)} declares a ${subject.kind} of that name and says no namespace; nothing else ties it to ${name}, so that whose it is, is a guess.`,
    );
  } else if (reading.declaredTwice) {
    notes.push(`${name} is declared in several places: ${placesOf(declared)}.`);
  }
  if (context.store.truncated) {
    notes.push(
      'More objects have this name than were looked at; name the namespace or cluster.',
    );
  }
  if (context.store.linksTruncated) {
    notes.push(
      'More objects, of all clusters together, lead to this than were looked at; some of what belongs to it may be missing.',
    );
  }
  return notes;
}
