import {
  Claim,
  ClaimSource,
  claimsForPath,
  classifyEnvironment,
  environmentOrder,
  Evidence,
  FileLocation,
  SecretFact,
  TeamFact,
} from '@plumbline/gitops-reader';
import { Answer, Candidate, Confidence, Subject } from '../answer';
import { FactIndex, IndexedObject, ObjectKey, SourceInfo } from '../factIndex';
import { workloadRank } from '../memory/kinds';
import {
  Ownership,
  resolveOwners,
  TeamDirectory,
} from '../ownership/resolveOwners';
import { teamKey } from '../ownership/teamKey';
import { PathTarget, Question, Target } from '../question/types';
import {
  claimsOf,
  configOf,
  contactOf,
  distinct,
  lastChangeOf,
  linksOfReading,
  marksOfContact,
  newestChange,
  objectsOf,
  secretOf,
  secretRefsOf,
  secretsOf,
  versionsOf,
} from './compose';
import { Declared, describe, keysOf, ObjectStore } from './ObjectStore';
import { Reading, Start, trace } from './Reading';
import type { LookupOptions } from './createLookup';
import { SourceStore } from './SourceStore';
import { attemptsOf, findStarts, Place, prefixesOf, startsOf } from './starts';

const maxReadings = 24;
const maxRounds = 4;
const maxOthers = 20;
const maxCandidates = 20;
const notRead = 'Drift and promotion are not read yet.';

/** One reading with what the precedence makes of its claims. */
interface Resolved {
  reading: Reading;
  ownership: Ownership;
}

interface Asked {
  starts: Start[];
  others: Start[];
  target?: Target;
  elsewhere: boolean;
}

interface FileHit {
  repository: string;
  revision: string;
  path: string;
  directory: boolean;
  line?: number;
}

/**
 * Answers one question: what was read for it is kept until it is answered, and no longer.
 *
 * @internal
 */
export class Answering {
  readonly #options: LookupOptions;
  readonly #precedence: ClaimSource[];
  readonly #index: FactIndex;
  readonly #store: ObjectStore;
  readonly #sources: SourceStore;

  constructor(options: LookupOptions, precedence: ClaimSource[]) {
    this.#options = options;
    this.#precedence = precedence;
    this.#index = options.index;
    this.#store = new ObjectStore(options.index);
    this.#sources = new SourceStore(options.index);
  }

  async answer(question: Question): Promise<Answer> {
    const answer = await this.#answerOne(question);
    if (question.others.length === 0) {
      return answer;
    }
    const others = await Promise.all(
      question.others
        .slice(0, maxOthers)
        .map(other =>
          new Answering(this.#options, this.#precedence).#answerOne(other),
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

  async #answerOne(question: Question): Promise<Answer> {
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
    const [files, teams, found] = await Promise.all([
      this.#files(question.paths),
      words.length > 0
        ? this.#index.teams(words.map(teamKey))
        : Promise.resolve<TeamFact[]>([]),
      question.targets.length === 0 && words.length > 0
        ? this.#index.search(searchable(words), 60)
        : Promise.resolve({ objects: [], teams: [] }),
      this.#store.load(firstKeys(targets)),
      this.#sources.load([
        ...question.clusters.map(hint => `cluster:${hint.value}`),
        ...words.map(word => `cluster:${word}`),
      ]),
    ]);
    await this.#loadCut(targets);
    this.#store.add(found.objects);

    // A word that is a cluster's name narrows; the others name things.
    const place = this.#placeOf(question);
    const clusterWords = words.filter(word => this.#sources.cluster(word));
    const naming = wordTargets.filter(
      target => !clusterWords.includes(target.name),
    );
    const team = teamAsked(question, teams, naming);
    if (team) {
      return this.#teamAnswer(question, team, found.objects);
    }

    await this.#sources.load(
      sourcesOf(this.#hits([...question.targets, ...naming])),
    );
    const asked = this.#startsOf(question, place, naming, found.objects);
    if (asked.starts.length > 0) {
      return this.#objectAnswer(question, place, asked);
    }
    if (files.length > 0 || question.paths.some(path => path.repository)) {
      const answer = await this.#pathAnswer(question, files);
      if (answer) {
        return answer;
      }
    }
    return this.#nothing(question, place, found.teams);
  }

  #placeOf(question: Question): Place {
    const cluster =
      question.clusters
        .map(hint => this.#sources.cluster(hint.value))
        .find(source => source !== undefined) ??
      question.words
        .map(word => this.#sources.cluster(word))
        .find(source => source !== undefined);
    return {
      cluster,
      environment: cluster?.environment ?? question.environment,
    };
  }

  /** Names that Kubernetes cut at 63 characters are found by their beginning. */
  async #loadCut(targets: Target[]): Promise<void> {
    const prefixes = [...new Set(targets.flatMap(prefixesOf))].slice(0, 2);
    for (const prefix of prefixes) {
      const { objects } = await this.#index.search([prefix], 20);
      this.#store.add(
        objects.filter(({ object }) => object.name.startsWith(prefix)),
      );
    }
  }

  #hits(targets: Target[]): IndexedObject[] {
    return targets.flatMap(target =>
      attemptsOf(target).flatMap(({ key }) => this.#store.find(key)),
    );
  }

  #startsOf(
    question: Question,
    place: Place,
    naming: Target[],
    searched: IndexedObject[],
  ): Asked {
    const asked = findStarts(
      question.targets,
      place,
      this.#store,
      this.#sources,
    );
    if (asked.starts.length > 0) {
      return asked;
    }
    // `shop cart`: one word may be the namespace of the other.
    for (const target of naming) {
      const inNamespace = naming
        .filter(other => other !== target)
        .map(other => ({ ...target, namespace: other.name }));
      const both = findStarts(inNamespace, place, this.#store, this.#sources);
      if (both.starts.length > 0) {
        return both;
      }
    }
    const named = findStarts(naming, place, this.#store, this.#sources);
    if (named.starts.length > 0 && naming.length === 1) {
      return named;
    }
    const cut = question.targets.flatMap(target =>
      prefixesOf(target).flatMap(prefix =>
        this.#store.prefixed(prefix, target.namespace ?? undefined),
      ),
    );
    if (cut.length > 0) {
      const { main, others } = startsOf(cut, {
        confidence: 'guess',
        reasons: ['the name was cut at 63 characters; these begin like it'],
      });
      return { starts: main, others, elsewhere: false };
    }
    if (searched.length > 0) {
      const { main, others } = startsOf(searched, {
        confidence: 'guess',
        reasons: [
          `names that hold ${question.words.map(word => `“${word}”`).join(' and ')}`,
        ],
      });
      return { starts: main, others, elsewhere: false };
    }
    return named;
  }

  async #objectAnswer(
    question: Question,
    place: Place,
    asked: Asked,
  ): Promise<Answer> {
    const main = await this.#trace(asked.starts);
    // What Git declares for a cluster that reports the object is part of that reading.
    const used = new Set(main.flatMap(reading => reading.declared));
    const others = (await this.#trace(asked.others)).filter(
      reading => !reading.declared.some(declared => used.has(declared)),
    );

    await this.#readOrigins([...main, ...others]);

    // A reading that was only declared says less than one that a cluster reports.
    const readings = main.sort(byPlace);
    const all = [...readings, ...others];
    const claims = new Map(all.map(reading => [reading, claimsOf(reading)]));
    const alertClaims = alertClaimsOf(question);
    const [directory, secrets] = await Promise.all([
      this.#directory([
        ...[...claims.values()].flat().map(claim => claim.raw),
        ...question.teams.map(hint => hint.raw),
      ]),
      this.#secrets(readings[0]),
      this.#sources.load(all.flatMap(reading => sourcesOf(objectsOf(reading)))),
    ]);
    const resolve = (reading: Reading): Resolved => ({
      reading,
      ownership: this.#resolve(
        [...knownOnly(alertClaims, directory), ...(claims.get(reading) ?? [])],
        directory,
        reading.confidence,
      ),
    });
    const resolved = readings.map(resolve);
    const rest = others.map(resolve);
    const [first] = resolved;
    const same = resolved.every(
      other => ownersKey(other.ownership) === ownersKey(first.ownership),
    );
    const oneThing =
      new Set(resolved.map(({ reading }) => describe(reading.subject))).size ===
      1;
    const unknown = [
      ...question.notes,
      ...this.#hintsUnknown(question, place),
      ...this.#notesOf(first.reading, asked, place, question),
    ];

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
        ...this.#ages(resolved.flatMap(({ reading }) => objectsOf(reading))),
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
    const contact = contactOf(
      owners.map(owner => owner.team),
      directory,
      first.reading,
    );
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
          configOf(reading, location => this.#link(location)),
        ),
        place_ => `${place_.repository} ${place_.path} ${place_.line ?? ''}`,
      ),
      lastChange: lastChange && this.#changeView(lastChange),
      version: versionsOf(first.reading),
      secrets: secretsOf(first.reading, secrets),
      links: distinct(
        [...question.links, ...linksOfReading(first.reading)],
        link => link.url,
      ),
      ...this.#ages(
        shownReadings.flatMap(({ reading }) => [
          ...objectsOf(reading),
          ...(reading.from ? [reading.from] : []),
        ]),
        place.cluster,
      ),
      unknown: [...unknown, notRead],
    };
  }

  async #trace(starts: Start[]): Promise<Reading[]> {
    const chosen = starts.slice(0, maxReadings);
    if (chosen.length === 0) {
      return [];
    }
    let readings: Reading[] = [];
    for (let round = 0; round < maxRounds; round++) {
      const tracings = chosen.map(start =>
        trace(start, this.#store, this.#sources.all),
      );
      readings = tracings.map(tracing => tracing.reading);
      const [loaded] = await Promise.all([
        this.#store.load(
          distinct(
            tracings.flatMap(tracing => tracing.missing),
            key => JSON.stringify(key),
          ),
        ),
        this.#sources.load(
          readings.flatMap(reading => sourcesOf(objectsOf(reading))),
        ),
      ]);
      if (!loaded) {
        break;
      }
    }
    // Several pods lead to one workload; several declarations of one place are one reading.
    const merged = new Map<string, Reading>();
    for (const reading of readings) {
      const key = placeKey(reading);
      const known = merged.get(key);
      if (known && !reading.live && !known.live) {
        known.declared = distinct(
          [...known.declared, ...reading.declared],
          ({ object }) => JSON.stringify([object.location, object.builtBy]),
        );
      } else if (!known) {
        merged.set(key, reading);
      }
    }
    return [...merged.values()];
  }

  /** Where no manifest declares a subject, the chart or directory that its engine deploys says whose it is. */
  async #readOrigins(readings: Reading[]): Promise<void> {
    const origins = readings.flatMap(reading => {
      const engine =
        reading.engine?.live?.object.engine ??
        reading.engine?.declared.find(({ object }) => object.engine)?.object
          .engine;
      return reading.declared.length === 0 && engine?.path && engine.repoUrl
        ? [{ reading, engine, path: trimPath(engine.path) }]
        : [];
    });
    await this.#sources.load(
      origins.flatMap(({ engine }) =>
        [engine.repoUrl, engine.valuesRepoUrl].flatMap(repositoryIds),
      ),
    );
    const rules = new Map<string, ReturnType<FactIndex['ownershipRules']>>();
    for (const { reading, engine, path } of origins) {
      const source = this.#repositoryOf(engine.repoUrl);
      if (!source) {
        continue;
      }
      const { name } = source;
      const asked = rules.get(name) ?? this.#index.ownershipRules(name);
      rules.set(name, asked);
      const known = await asked;
      if (!known) {
        continue;
      }
      const { revision } = known;
      const values = this.#repositoryOf(engine.valuesRepoUrl) ?? source;
      const valuesRevision =
        values.id === source.id ? revision : (values.revision ?? '');
      const role = engine.valuesFiles?.length ? 'values' : 'manifest';
      const files = engine.valuesFiles?.length ? engine.valuesFiles : [path];
      reading.from = {
        source: source.id,
        claims: claimsForPath(known.rules, name, revision, `${path}/_`),
        config: files.map(file => ({
          role,
          location: {
            repository: values.name,
            revision: valuesRevision,
            path: trimPath(file),
          },
          ...(role === 'manifest' && {
            note: 'the directory it is deployed from',
          }),
        })),
      };
    }
  }

  /** The indexed repository that a URL means: by owner and name, otherwise by name alone. */
  #repositoryOf(url: string | undefined): SourceInfo | undefined {
    return repositoryIds(url)
      .map(id => this.#sources.get(id))
      .find(source => source !== undefined);
  }

  async #secrets(reading: Reading | undefined): Promise<SecretFact[]> {
    const names = reading ? secretRefsOf(reading) : [];
    const namespace = reading?.subject.namespace;
    if (!reading || names.length === 0 || !namespace) {
      return [];
    }
    if (this.#index.secrets) {
      return this.#index.secrets(namespace, names);
    }
    const keys = names.map(name => ({ name, namespace }));
    await this.#store.load(keys);
    return keys
      .flatMap(key => this.#store.find(key))
      .filter((hit): hit is Declared => hit.origin === 'declared')
      .flatMap(hit => secretOf(hit) ?? []);
  }

  async #directory(marks: string[]): Promise<TeamDirectory> {
    const keys = [...new Set(marks.filter(Boolean).map(teamKey))];
    return new TeamDirectory(
      keys.length > 0 ? await this.#index.teams(keys) : [],
    );
  }

  #resolve(
    claims: Claim[],
    directory: TeamDirectory,
    subjectConfidence: Confidence,
  ): Ownership {
    return resolveOwners(claims, directory, {
      precedence: this.#precedence,
      subjectConfidence,
      url: evidence => this.#evidenceUrl(evidence),
    });
  }

  #hintsUnknown(question: Question, place: Place): string[] {
    const [hint] = question.clusters.filter(({ weak }) => !weak);
    return hint && !place.cluster && !isEnvironment(hint.value)
      ? [`No cluster that is read is called ${hint.value} (${hint.reason}).`]
      : [];
  }

  #notesOf(
    reading: Reading,
    asked: { target?: Target; elsewhere: boolean },
    place: Place,
    question: Question,
  ): string[] {
    const notes: string[] = [];
    const { subject, live, declared, cluster, engine } = reading;
    const name = describe(subject);
    if (asked.elsewhere) {
      notes.push(
        `${name} is not known in ${place.cluster?.name ?? place.environment}; this is ${placeOf(
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
    const [first] = question.targets;
    if (
      subject.kind === 'Namespace' &&
      first &&
      first.kind !== 'Namespace' &&
      asked.target?.kind === 'Namespace'
    ) {
      notes.push(
        `Nothing indexed is called ${describe(first)}; this is its namespace.`,
      );
    }
    if (declared.length === 0) {
      const by =
        engine?.live?.object.engine ?? engine?.declared[0]?.object.engine;
      const from = by
        ? ` ${describe(engine!.ref)} deploys it from ${[by.repoUrl, by.path ?? by.chart, by.revision].filter(Boolean).join(' ')}.`
        : '';
      notes.push(
        `No manifest in the indexed repositories declares ${name}.${from}`,
      );
    } else if (reading.declaredTwice) {
      notes.push(
        `${name} is declared in several places: ${listed(
          distinct(
            declared.map(
              ({ object }) =>
                `${object.location.repository}:${object.location.path}`,
            ),
            path => path,
          ),
        )}.`,
      );
    }
    if (this.#store.truncated) {
      notes.push(
        'More objects have this name than were looked at; name the namespace or cluster.',
      );
    }
    return notes;
  }

  async #files(paths: PathTarget[]): Promise<FileHit[]> {
    const found = await Promise.all(
      paths.slice(0, 3).map(async target => {
        const files = await this.#index.files(target.path, { limit: 50 });
        const { repository } = target;
        const named = repository
          ? files.filter(
              file =>
                file.repository === repository ||
                lastSegment(file.repository) === lastSegment(repository),
            )
          : files;
        const exact = named.filter(file => file.path === target.path);
        return (exact.length > 0 ? exact : named).map(file => ({
          ...file,
          line: target.line,
        }));
      }),
    );
    return found.flat();
  }

  async #pathAnswer(
    question: Question,
    files: FileHit[],
  ): Promise<Answer | undefined> {
    const notes = [...question.notes];
    let hits = files.slice(0, 10);
    if (hits.length === 0) {
      const [{ repository = '', path, line }] = question.paths.filter(
        target => target.repository,
      );
      const known = await this.#index.ownershipRules(repository);
      if (!known) {
        return undefined;
      }
      hits = [
        { repository, path, line, revision: known.revision, directory: false },
      ];
      notes.push(
        `${repository} has no file ${path}; this is what its rules say about the path.`,
      );
    }
    const read = await Promise.all(
      hits.map(async hit => {
        const [known, objects] = await Promise.all([
          this.#index.ownershipRules(hit.repository),
          hit.directory
            ? Promise.resolve<IndexedObject[]>([])
            : this.#index.objectsAt(hit.repository, hit.path, 50),
        ]);
        const claims = known
          ? claimsForPath(
              known.rules,
              hit.repository,
              hit.revision,
              // Rules speak of files: a directory is asked for as any file in it.
              hit.directory ? `${hit.path}/_` : hit.path,
            )
          : [];
        return {
          hit,
          objects,
          claims: [...labelClaimsAt(hit.path, objects), ...claims],
        };
      }),
    );
    const alertClaims = alertClaimsOf(question);
    const [directory] = await Promise.all([
      this.#directory([
        ...read.flatMap(({ claims }) => claims.map(claim => claim.raw)),
        ...question.teams.map(hint => hint.raw),
      ]),
      this.#sources.load(read.map(({ hit }) => `repository:${hit.repository}`)),
    ]);
    const resolved = read.map(entry => ({
      ...entry,
      ownership: this.#resolve(
        [...knownOnly(alertClaims, directory), ...entry.claims],
        directory,
        'certain',
      ),
    }));
    const [first, ...rest] = resolved;
    const same = rest.every(
      other => ownersKey(other.ownership) === ownersKey(first.ownership),
    );
    const pathCandidate = (entry: (typeof resolved)[number]): Candidate => ({
      subject: {
        type: 'path',
        repository: entry.hit.repository,
        path: entry.hit.path,
      },
      owners: entry.ownership.owners.map(owner => owner.team),
      query: `${entry.hit.repository}:${entry.hit.path}`,
    });
    const base = emptyAnswer(question);
    const ages = this.#ages(
      read.map(({ hit }) => ({ source: `repository:${hit.repository}` })),
    );
    if (!same) {
      return {
        ...base,
        candidates: resolved.map(pathCandidate),
        ...ages,
        unknown: [
          ...notes,
          'Several files have this path, with different owners; say which repository is meant, as repository:path.',
        ],
      };
    }
    const { hit, objects, ownership } = first;
    const declared = objects.filter(
      (object): object is Declared => object.origin === 'declared',
    );
    const change = newestChange(
      declared.filter(({ lastChange }) => lastChange?.path === hit.path),
    );
    return {
      ...base,
      subject: { type: 'path', repository: hit.repository, path: hit.path },
      candidates: distinctCandidates(
        [
          ...rest.map(pathCandidate),
          ...declared.map(entry => ({
            subject: {
              type: 'object' as const,
              apiVersion: entry.object.apiVersion,
              kind: entry.object.kind,
              ...(entry.object.namespace && {
                namespace: entry.object.namespace,
              }),
              name: entry.object.name,
              environment: entry.object.environment,
              cluster: entry.object.cluster,
              reasons: [
                entry.object.location.path === hit.path
                  ? `declared in ${hit.path}`
                  : `configured by ${hit.path}`,
              ],
              confidence: 'certain' as const,
            },
            owners: this.#resolve(
              entry.object.claims,
              directory,
              'certain',
            ).owners.map(owner => owner.team),
            query: queryOf(
              entry.object,
              entry.object.cluster,
              entry.object.environment,
            ),
          })),
        ],
        undefined,
      ),
      owners: ownership.owners,
      unowned: ownership.unowned,
      contested: ownership.contested,
      claims: ownership.claims,
      contact: contactOf(
        ownership.owners.map(owner => owner.team),
        directory,
        undefined,
      ),
      config: hit.directory
        ? []
        : [
            {
              role: roleOf(hit.path, declared),
              repository: hit.repository,
              revision: hit.revision,
              path: hit.path,
              line: hit.line,
              url: this.#link(hit),
            },
          ],
      lastChange: change && this.#changeView(change),
      links: question.links,
      ...ages,
      unknown: notes,
    };
  }

  async #teamAnswer(
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
      await this.#sources.load([
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
          const { object } = (start.live ?? start.declared)!;
          const environment = start.live
            ? this.#sources.get(start.live.source)?.environment
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
            query: queryOf(object, object.cluster, environment),
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
          url: this.#evidenceUrl(evidence),
        },
      ],
      contact: contactOf([team.ref], directory, undefined),
      unknown: [
        ...question.notes,
        ...(team.contacts.length === 0
          ? ['The team directory has no contact for this team.']
          : []),
      ],
    };
  }

  /** Nothing matched: what was tried, what is near, and who the alert itself names. */
  async #nothing(
    question: Question,
    place: Place,
    teams: TeamFact[],
  ): Promise<Answer> {
    const { namespace } = question;
    const [near, directory] = await Promise.all([
      namespace
        ? this.#index.objectsInNamespace(namespace, 30)
        : Promise.resolve<IndexedObject[]>([]),
      this.#directory(question.teams.map(hint => hint.raw)),
    ]);
    const ownership = this.#resolve(
      knownOnly(alertClaimsOf(question), directory),
      directory,
      'guess',
    );
    const { main } = startsOf(near, {
      confidence: 'guess',
      reasons: [`in namespace ${namespace}`],
    });
    const readings = await this.#trace(
      main.filter(
        start =>
          !place.cluster ||
          start.live?.source === place.cluster.id ||
          !start.live,
      ),
    );
    const claims = readings.map(claimsOf);
    const neighbours = await this.#directory(
      claims.flat().map(claim => claim.raw),
    );
    const candidates = readings.map((reading, at) =>
      candidateOf({
        reading,
        ownership: this.#resolve(claims[at], neighbours, 'guess'),
      }),
    );
    const unknown = [...question.notes, ...this.#hintsUnknown(question, place)];
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
          ? `The alert names the cluster ${place.cluster.name} and no object in it.`
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
      unknown.push(`These are in the namespace ${namespace}.`);
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
        ownership.owners.map(owner => owner.team),
        directory,
        undefined,
      ),
      links: question.links,
      ...this.#ages(
        readings.flatMap(reading => objectsOf(reading)),
        place.cluster,
      ),
      unknown,
    };
  }

  #ages(
    objects: { source: string }[],
    cluster?: SourceInfo,
  ): Pick<Answer, 'asOf' | 'stale'> {
    const ids = [
      ...new Set([
        ...(cluster ? [cluster.id] : []),
        ...objects.map(({ source }) => source),
      ]),
    ];
    const now = (this.#options.now?.() ?? new Date()).getTime();
    const hours = this.#options.staleAfterHours ?? 24;
    const asOf: Answer['asOf'] = {};
    const stale: Answer['stale'] = [];
    for (const id of ids) {
      const source = this.#sources.get(id);
      if (source?.lastSuccess) {
        asOf[id] = source.lastSuccess;
      }
      const age = source?.lastSuccess
        ? (now - Date.parse(source.lastSuccess)) / 3_600_000
        : 0;
      if (source?.error) {
        stale.push({ source: id, reason: source.error });
      } else if (age > hours) {
        stale.push({
          source: id,
          reason: `last read ${Math.floor(age)} hours ago`,
        });
      }
    }
    return { asOf, stale };
  }

  #link(location: FileLocation): string | undefined {
    return this.#options.link?.(
      location,
      this.#sources.get(`repository:${location.repository}`),
    );
  }

  #evidenceUrl(evidence: Evidence): string | undefined {
    return evidence.type === 'file' ? this.#link(evidence.location) : undefined;
  }

  #changeView<T extends { repository: string; revision: string; path: string }>(
    change: T,
  ): T & { url?: string } {
    const { repository, revision, path } = change;
    return { ...change, url: this.#link({ repository, revision, path }) };
  }
}

function emptyAnswer(question: Question): Answer {
  return {
    query: question.text,
    candidates: [],
    owners: [],
    unowned: null,
    contested: false,
    claims: [],
    contact: [],
    config: [],
    version: { declared: [], running: [] },
    drift: [],
    secrets: [],
    links: [],
    asOf: {},
    stale: [],
    unknown: [],
    tookMs: 0,
  };
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

function searchable(words: string[]): string[] {
  return words.map(word => word.replace(/^@/, '').split('/').at(-1) ?? word);
}

/** The team that the words name, when they name nothing else. */
function teamAsked(
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

/** Label claims on what a file declares, where all that it declares agrees. */
function labelClaimsAt(path: string, objects: IndexedObject[]): Claim[] {
  const labels = objects
    .filter(({ origin }) => origin === 'declared')
    .filter(
      ({ object }) => 'location' in object && object.location.path === path,
    )
    .map(({ object }) =>
      object.claims.filter(
        claim =>
          claim.source === 'object-label' ||
          claim.source === 'pod-template-label' ||
          (claim.source === 'namespace-label' && object.kind === 'Namespace'),
      ),
    );
  const teams = new Set(
    labels.map(claims =>
      [...new Set(claims.map(claim => teamKey(claim.raw)))].sort().join(),
    ),
  );
  return teams.size === 1
    ? distinct(labels.flat(), claim =>
        JSON.stringify([claim.source, claim.raw, claim.evidence]),
      )
    : [];
}

function alertClaimsOf(
  question: Question,
): { claim: Claim; onlyIfKnown?: boolean }[] {
  const [cluster] = question.clusters;
  return question.teams.map(({ raw, field, onlyIfKnown }) => ({
    onlyIfKnown,
    claim: {
      source: 'alert-label',
      raw,
      evidence: {
        type: 'object',
        cluster: cluster && !cluster.weak ? cluster.value : '',
        object: {
          apiVersion: '',
          kind: 'Alert',
          name: question.alertname ?? 'alert',
        },
        field,
        text: raw.slice(0, 200),
      },
    },
  }));
}

function knownOnly(
  claims: { claim: Claim; onlyIfKnown?: boolean }[],
  directory: TeamDirectory,
): Claim[] {
  return claims
    .filter(
      ({ claim, onlyIfKnown }) => !onlyIfKnown || directory.get(claim.raw),
    )
    .map(({ claim }) => claim);
}

function roleOf(
  path: string,
  declared: Declared[],
): Answer['config'][number]['role'] {
  for (const { object } of declared) {
    const place = object.config.find(({ location }) => location.path === path);
    if (place) {
      return place.role;
    }
  }
  return 'manifest';
}

function sourcesOf(objects: { source: string }[]): string[] {
  return objects.map(({ source }) => source);
}

function placeKey({ subject, cluster, environment }: Reading): string {
  return JSON.stringify([
    describe(subject),
    cluster,
    cluster ? '' : environment,
  ]);
}

function placeOf({ cluster, environment, subject }: Reading): string {
  return cluster ?? environment ?? describe(subject);
}

/** What a cluster reports before what is only declared, production before the rest. */
function byPlace(a: Reading, b: Reading): number {
  const order = (reading: Reading) =>
    reading.environment ? environmentOrder(reading.environment) : -1;
  return (
    Number(b.live !== undefined) - Number(a.live !== undefined) ||
    Number(b.environment === 'production') -
      Number(a.environment === 'production') ||
    order(b) - order(a) ||
    describe(a.subject).length - describe(b.subject).length ||
    (a.cluster ?? '').localeCompare(b.cluster ?? '')
  );
}

function ownersKey({ owners, unowned }: Ownership): string {
  return `${unowned ?? ''} ${owners
    .map(owner => owner.team)
    .sort()
    .join()}`;
}

function subjectOf(reading: Reading): Subject {
  const { subject, cluster, environment, live, chain, reasons, confidence } =
    reading;
  return {
    type: 'object',
    ...subject,
    cluster,
    environment,
    // The pod that was asked for tells more than the workload that it belongs to.
    status:
      chain.find(({ object }) => object.kind === 'Pod')?.object.status ??
      live?.object.status,
    reasons,
    confidence,
  };
}

function withoutPlace(subject: Subject): Subject {
  return subject.type === 'object'
    ? {
        ...subject,
        cluster: undefined,
        environment: undefined,
        status: undefined,
      }
    : subject;
}

function candidateOf({ reading, ownership }: Resolved): Candidate {
  return {
    subject: subjectOf(reading),
    owners: ownership.owners.map(owner => owner.team),
    query: queryOf(reading.subject, reading.cluster, reading.environment),
  };
}

/** A question that asks for exactly this object. */
function queryOf(
  { kind, namespace, name }: { kind: string; namespace?: string; name: string },
  cluster: string | undefined,
  environment: string | undefined,
): string {
  const object = [kind, namespace, name].filter(Boolean).join('/');
  if (cluster) {
    return `${object} cluster=${cluster}`;
  }
  return environment ? `${object} env=${environment}` : object;
}

function distinctCandidates(
  candidates: Candidate[],
  subject: Subject | undefined,
): Candidate[] {
  const key = (of: Subject) =>
    of.type === 'object'
      ? JSON.stringify([
          of.kind,
          of.namespace,
          of.name,
          of.cluster,
          of.environment,
        ])
      : JSON.stringify(of);
  return distinct(
    candidates.filter(
      candidate => !subject || key(candidate.subject) !== key(subject),
    ),
    candidate => key(candidate.subject),
  ).slice(0, maxCandidates);
}

function listed(items: string[]): string {
  const shown = [...new Set(items)];
  return shown.length > 6
    ? `${shown.slice(0, 5).join(', ')} and ${shown.length - 5} more`
    : shown.join(', ');
}

/** `https://host/acme/app-config.git` → the ids under which the repository may be indexed. */
function repositoryIds(url: string | undefined): string[] {
  const segments = (url ?? '')
    .replace(/\.git\/?$/, '')
    .replace(/\/+$/, '')
    .split(/[/:]/)
    .filter(Boolean);
  return [segments.slice(-2).join('/'), segments.at(-1) ?? '']
    .filter(Boolean)
    .map(name => `repository:${name}`);
}

function trimPath(path: string): string {
  return path.replace(/^(?:\.?\/)+|\/+$/g, '');
}

/** Some call their one cluster by its environment. */
function isEnvironment(name: string): boolean {
  return /^[a-z]+$/i.test(name) && classifyEnvironment(name) !== undefined;
}

function lastSegment(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1).toLowerCase();
}
