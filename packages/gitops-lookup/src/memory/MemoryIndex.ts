import {
  Change,
  ClusterFacts,
  OwnershipRules,
  RepositoryFacts,
  SecretFact,
  TeamFact,
} from '@plumbline/gitops-reader';
import {
  FactIndex,
  IndexedObject,
  LinkSet,
  ObjectKey,
  SourceInfo,
} from '../factIndex';
import { lastChangeOfObject } from '../lastChange';
import { teamKey } from '../ownership/teamKey';
import { releaseOf, workloadRank } from './kinds';

interface RepositoryEntry {
  revision: string;
  rules: OwnershipRules;
  files: Set<string>;
}

/**
 * An index that lives as long as the process: what the command line answers from, and the reference for the others.
 *
 * @public
 */
export class MemoryIndex implements FactIndex {
  readonly #byName = new Map<string, IndexedObject[]>();
  readonly #byNamespace = new Map<string, IndexedObject[]>();
  readonly #enginesInto = new Map<string, IndexedObject[]>();
  readonly #byLink = new Map<string, IndexedObject[]>();
  readonly #byFile = new Map<string, IndexedObject[]>();
  readonly #repositories = new Map<string, RepositoryEntry>();
  readonly #teamsByKey = new Map<string, TeamFact[]>();
  readonly #teams: TeamFact[] = [];
  readonly #secretsByName = new Map<string, SecretFact[]>();
  readonly #sources = new Map<string, SourceInfo>();

  /**
   * Adds what a repository declares. `files` are all paths of its tree: without them, only those that facts mention are found.
   */
  addRepository(
    facts: RepositoryFacts,
    info: Partial<SourceInfo> = {},
    changes: Map<string, Change> = new Map(),
    files: Iterable<string> = [],
  ): void {
    const id = `repository:${facts.repository}`;
    const sourceInfo: SourceInfo = {
      revision: facts.revision,
      ...info,
      id,
      kind: 'repository',
      name: facts.repository,
    };
    this.#sources.set(id, sourceInfo);
    const known = new Set(files);
    for (const object of facts.objects) {
      const places = new Set([
        object.location.path,
        ...object.config
          .filter(place => place.location.repository === facts.repository)
          .map(place => place.location.path),
      ]);
      const indexed: IndexedObject = {
        origin: 'declared',
        source: id,
        sourceInfo,
        object,
        lastChange: lastChangeOfObject(object, path => changes.get(path)),
      };
      this.#addObject(indexed);
      for (const path of places) {
        known.add(path);
        push(this.#byFile, fileKey(facts.repository, path), indexed);
      }
      for (const { location } of object.config) {
        if (location.repository !== facts.repository) {
          push(
            this.#byFile,
            fileKey(location.repository, location.path),
            indexed,
          );
        }
      }
    }
    for (const secret of facts.secrets) {
      push(this.#secretsByName, secret.name, secret);
    }
    for (const { location } of [...facts.secrets, ...facts.findings]) {
      known.add(location.path);
    }
    for (const path of [
      ...facts.skipped.map(file => file.path),
      ...changes.keys(),
    ]) {
      known.add(path);
    }
    if (facts.ownership.codeowners) {
      known.add(facts.ownership.codeowners.path);
    }
    this.#repositories.set(facts.repository, {
      revision: facts.revision,
      rules: facts.ownership,
      files: known,
    });
    this.addTeams(facts.teams);
  }

  /** Adds what a cluster reported. */
  addCluster(facts: ClusterFacts, info: Partial<SourceInfo> = {}): void {
    const id = `cluster:${facts.cluster}`;
    this.#sources.set(id, {
      environment: facts.environment,
      ...info,
      id,
      kind: 'cluster',
      name: facts.cluster,
    });
    for (const object of facts.objects) {
      this.#addObject({ origin: 'live', source: id, object });
    }
  }

  addTeams(teams: Iterable<TeamFact>): void {
    for (const team of teams) {
      this.#teams.push(team);
      const keys = new Set([team.ref, ...team.aliases].map(teamKey));
      for (const key of keys) {
        push(this.#teamsByKey, key, team);
      }
    }
  }

  async objects(keys: ObjectKey[], limit: number): Promise<IndexedObject[]> {
    const found = new Set<IndexedObject>();
    for (const key of keys) {
      for (const indexed of this.#byName.get(key.name) ?? []) {
        if (found.size >= limit) {
          return [...found];
        }
        if (matches(key, indexed)) {
          found.add(indexed);
        }
      }
    }
    return [...found];
  }

  async links(
    wanted: LinkSet[],
    limit: number,
  ): Promise<{ links: LinkSet; object: IndexedObject }[]> {
    return wanted.flatMap(links => {
      const [first, ...others] = links.map(
        link => this.#byLink.get(link) ?? [],
      );
      return (first ?? [])
        .filter(object => others.every(list => list.includes(object)))
        .slice(0, limit)
        .map(object => ({ links, object }));
    });
  }

  async objectsInNamespace(
    namespace: string,
    limit: number,
  ): Promise<IndexedObject[]> {
    return [...(this.#byNamespace.get(namespace) ?? [])]
      .sort(
        (a, b) =>
          workloadRank(a.object.kind) - workloadRank(b.object.kind) ||
          compare(a.object.kind, b.object.kind) ||
          compare(a.object.name, b.object.name),
      )
      .slice(0, limit);
  }

  async enginesInto(
    namespace: string,
    { names, limit }: { names?: string[]; limit: number },
  ): Promise<IndexedObject[]> {
    const wanted = names && new Set(names);
    return (this.#enginesInto.get(namespace) ?? [])
      .filter(
        ({ object }) =>
          !wanted ||
          wanted.has(object.name) ||
          wanted.has(releaseOf(object)?.name ?? ''),
      )
      .slice(0, limit);
  }

  async search(
    words: string[],
    limit: number,
  ): Promise<{ objects: IndexedObject[]; teams: TeamFact[] }> {
    const wanted = words.map(word => word.toLowerCase()).filter(Boolean);
    if (wanted.length === 0) {
      return { objects: [], teams: [] };
    }
    const holds = (name: string) => {
      const folded = name.toLowerCase();
      return wanted.every(word => folded.includes(word));
    };
    const names = [...this.#byName.keys()].filter(holds).sort(byLength);
    const objects: IndexedObject[] = [];
    for (const name of names) {
      objects.push(...(this.#byName.get(name) ?? []));
      if (objects.length >= limit) {
        break;
      }
    }
    const teams = this.#teams
      .filter(team => holds(nameOf(team)) || holds(team.title ?? ''))
      .sort((a, b) => byLength(nameOf(a), nameOf(b)));
    return { objects: objects.slice(0, limit), teams: teams.slice(0, limit) };
  }

  async files(
    path: string,
    options: { repository?: string; limit: number },
  ): Promise<
    { repository: string; revision: string; path: string; directory: boolean }[]
  > {
    const wanted = path.replace(/^\/+|\/+$/g, '');
    if (!wanted) {
      return [];
    }
    const exact = [];
    const suffix = [];
    for (const [repository, { revision, files }] of this.#repositories) {
      if (options.repository && options.repository !== repository) {
        continue;
      }
      if (files.has(wanted)) {
        exact.push({ repository, revision, path: wanted, directory: false });
      }
      const directories = new Set<string>();
      for (const file of files) {
        const at = `/${file}`.lastIndexOf(`/${wanted}/`);
        if (at >= 0) {
          directories.add(file.slice(0, at + wanted.length));
        }
        if (file.endsWith(`/${wanted}`)) {
          suffix.push({ repository, revision, path: file, directory: false });
        }
      }
      for (const directory of directories) {
        (directory === wanted ? exact : suffix).push({
          repository,
          revision,
          path: directory,
          directory: true,
        });
      }
    }
    suffix.sort((a, b) => byLength(a.path, b.path));
    return [...exact, ...suffix].slice(0, options.limit);
  }

  async objectsAt(
    repository: string,
    path: string,
    limit: number,
  ): Promise<IndexedObject[]> {
    return (this.#byFile.get(fileKey(repository, path)) ?? []).slice(0, limit);
  }

  async ownershipRules(
    repository: string,
  ): Promise<{ revision: string; rules: OwnershipRules } | undefined> {
    const entry = this.#repositories.get(repository);
    return entry && { revision: entry.revision, rules: entry.rules };
  }

  async teams(keys: string[]): Promise<TeamFact[]> {
    return [
      ...new Set(keys.flatMap(key => this.#teamsByKey.get(teamKey(key)) ?? [])),
    ];
  }

  async secrets(namespace: string, names: string[]): Promise<SecretFact[]> {
    return [...new Set(names)]
      .flatMap(name => this.#secretsByName.get(name) ?? [])
      .filter(
        secret =>
          secret.namespace === undefined || secret.namespace === namespace,
      );
  }

  async sources(ids: string[]): Promise<SourceInfo[]> {
    const found = new Set<SourceInfo>();
    for (const id of ids) {
      const source = this.#sources.get(id) ?? this.#clusterByAlias(id);
      if (source) {
        found.add(source);
      }
    }
    return [...found];
  }

  #clusterByAlias(id: string): SourceInfo | undefined {
    const alias = id.startsWith('cluster:') ? id.slice('cluster:'.length) : '';
    return alias
      ? [...this.#sources.values()].find(source =>
          source.aliases?.includes(alias),
        )
      : undefined;
  }

  #addObject(indexed: IndexedObject): void {
    push(this.#byName, indexed.object.name, indexed);
    if (indexed.object.namespace) {
      push(this.#byNamespace, indexed.object.namespace, indexed);
    }
    if (indexed.origin === 'live' && !indexed.goneSince) {
      for (const link of indexed.object.links ?? []) {
        push(this.#byLink, link, indexed);
      }
    }
    const release = releaseOf(indexed.object);
    if (release) {
      push(this.#enginesInto, release.namespace, indexed);
    }
  }
}

function matches(key: ObjectKey, { object }: IndexedObject): boolean {
  if (key.kind !== undefined && key.kind !== object.kind) {
    return false;
  }
  if (key.namespace === null) {
    return !object.namespace;
  }
  return key.namespace === undefined || key.namespace === object.namespace;
}

function nameOf(team: TeamFact): string {
  return team.ref.slice(team.ref.lastIndexOf('/') + 1);
}

function byLength(a: string, b: string): number {
  return a.length - b.length || compare(a, b);
}

function compare(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}

function fileKey(repository: string, path: string): string {
  return `${repository}\0${path}`;
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) {
    list.push(value);
  } else {
    map.set(key, [value]);
  }
}
