import {
  CatalogSubject,
  FactIndex,
  IndexedObject,
  LinkSet,
  ObjectKey,
  SourceInfo,
  teamKey,
} from '@plumbline/gitops-lookup';
import {
  Claim,
  OwnershipRules,
  SecretFact,
  TeamFact,
} from '@plumbline/gitops-reader';
import { Knex } from 'knex';
import { claimsOfSubjects, withCatalog } from '../catalog/catalogClaims';
import { chunksOf } from '../database/chunks';
import { StoredFact } from './factRows';
import { withOrigin } from './locations';
import {
  FileRow,
  FoundObjectRow,
  FoundSourceRow,
  foundSourceColumns,
  sourceInfoColumns,
  SourceInfoRow,
  sourceOf,
  rowToObject,
  rowToSource,
  rowToTeam,
} from './rows';
import { endOfPrefix, reversed, storable } from '../database/text';
import { marks, selectRows } from '../database/selectRows';

type FoundRow = FoundObjectRow & FoundSourceRow;
type FoundFile = Awaited<ReturnType<FactIndex['files']>>[number];

/** Terms of one compound SELECT: SQLite allows 500. */
const MAX_TERMS = 100;

/** Secrets of one name, over all repositories and environments. */
const MAX_SECRETS = 500;

const SOURCE_COLUMNS = sourceInfoColumns
  .map(column => `s.${column}`)
  .join(', ');
/** With the source, for asking for that by itself takes as long as asking for the object. */
const OBJECT_COLUMNS = `o.id, o.origin, o.kind, o.namespace, o.name, o.gone_since, o.facts, ${foundSourceColumns
  .map(column => `s.${column} AS source_${column}`)
  .join(', ')}, s.troubles IS NOT NULL AS source_troubled`;
const FROM_LINKS =
  'FROM object_links l JOIN objects o ON o.id = l.object_id JOIN sources s ON s.id = o.source_id';
const FROM_OBJECTS = 'FROM objects o JOIN sources s ON s.id = o.source_id';

const TEAM_COLUMNS =
  't.id, t.facts, s.name AS source_name, s.revision AS source_revision';
const LEFT_JOIN_TEAM_SOURCE = 'LEFT JOIN sources s ON s.id = t.origin';
const FROM_TEAMS = `FROM teams t ${LEFT_JOIN_TEAM_SOURCE}`;

/**
 * Answers the questions of the lookup from the database. The queries are written out: their shape, and
 * which index they use, is what the promised speed rests on.
 */
export class DatabaseIndex implements FactIndex {
  readonly #database: Knex;

  constructor(database: Knex) {
    this.#database = database;
  }

  /**
   * `SELECT … WHERE o.name IN (…) AND o.namespace IN (…) AND o.kind IN (…)`: one short statement that both planners
   * answer from the index on name and namespace. It may find a little more than the keys ask for; that is left out
   * here. Only when the limit might have cut off something that was asked for, each key is asked for by itself.
   */
  async objects(
    wantedKeys: ObjectKey[],
    limit: number,
  ): Promise<IndexedObject[]> {
    const keys = wantedKeys.map(storableKey);
    const found = new Map<number, FoundRow>();
    const wanted = (row: FoundRow) =>
      keys.some(key => matches(key, row)) && !found.has(row.id);
    const anywhere = keys.filter(key => key.namespace === undefined);
    const placed = keys.filter(key => key.namespace !== undefined);
    for (const group of [placed, anywhere]) {
      for (const chunk of chunksOf(group, MAX_TERMS)) {
        const rows = await this.#objectsNear(chunk, limit);
        const exact =
          rows.length < limit || rows.every(wanted)
            ? rows
            : await this.#objectsExactly(chunk, limit);
        for (const row of exact) {
          if (found.size < limit && wanted(row)) {
            found.set(row.id, row);
          }
        }
      }
    }
    return objectsOf(inOrderOf(keys, [...found.values()]));
  }

  /** All keys have a namespace, or none has. */
  async #objectsNear(keys: ObjectKey[], limit: number): Promise<FoundRow[]> {
    const names = distinct(keys.map(key => key.name));
    const namespaces = distinct(
      keys.flatMap(({ namespace }) =>
        namespace === undefined ? [] : [namespace ?? ''],
      ),
    );
    const kinds = keys.every(key => key.kind !== undefined)
      ? distinct(keys.flatMap(({ kind }) => (kind === undefined ? [] : [kind])))
      : [];
    const conditions = [
      `o.name IN (${marks(names)})`,
      ...(namespaces.length > 0
        ? [`o.namespace IN (${marks(namespaces)})`]
        : []),
      ...(kinds.length > 0 ? [`o.kind IN (${marks(kinds)})`] : []),
    ];
    return await this.#select<FoundRow>(
      `SELECT ${OBJECT_COLUMNS} ${FROM_OBJECTS} WHERE ${conditions.join(' AND ')} LIMIT ?`,
      [...names, ...namespaces, ...kinds, limit],
    );
  }

  /**
   * `SELECT … WHERE o.name = ? AND o.namespace = ? UNION ALL SELECT … WHERE o.name = ? …` for the numbers of rows, and of each row once what
   * is in it: the same one may come once per key.
   */
  async #objectsExactly(keys: ObjectKey[], limit: number): Promise<FoundRow[]> {
    const bindings: (string | number)[] = [];
    const terms = keys.map((key, nth) => {
      const conditions = ['o.name = ?'];
      bindings.push(key.name);
      if (key.namespace !== undefined) {
        conditions.push('o.namespace = ?');
        bindings.push(key.namespace ?? '');
      }
      if (key.kind !== undefined) {
        conditions.push('o.kind = ?');
        bindings.push(key.kind);
      }
      bindings.push(limit);
      return `SELECT id, ${nth} AS nth FROM (SELECT o.id FROM objects o WHERE ${conditions.join(' AND ')} LIMIT ?) AS term`;
    });
    return await this.#select<FoundRow>(
      `SELECT ${OBJECT_COLUMNS} FROM (
        SELECT id, min(nth) AS nth FROM (${terms.join(' UNION ALL ')}) AS terms GROUP BY id ORDER BY min(nth), id LIMIT ?
      ) AS wanted JOIN objects o ON o.id = wanted.id JOIN sources s ON s.id = o.source_id ORDER BY wanted.nth, o.id`,
      [...bindings, limit],
    );
  }

  /**
   * `… FROM object_links l JOIN objects o … WHERE l.target IN (…)`; for a set of several links, which few questions ask
   * for, `WHERE l.target = ? AND EXISTS (…)` in a statement of its own.
   */
  async links(
    wanted: LinkSet[],
    limit: number,
  ): Promise<{ links: LinkSet; object: IndexedObject }[]> {
    const single = new Map(
      wanted.flatMap(links =>
        links.length === 1 ? [[storable(links[0]), links] as const] : [],
      ),
    );
    const found = await Promise.all([
      ...[...chunksOf([...single.keys()], MAX_TERMS)].map(async targets => {
        const rows = await this.#select<FoundRow & { target: string }>(
          `SELECT l.target, ${OBJECT_COLUMNS} ${FROM_LINKS} WHERE l.target IN (${marks(targets)}) AND o.gone_since IS NULL
            ORDER BY l.target, o.id LIMIT ?`,
          [...targets, limit * targets.length],
        );
        return objectsOf(rows).flatMap((object, at) => {
          const links = single.get(rows[at].target);
          return links ? [{ links, object }] : [];
        });
      }),
      ...wanted
        .filter(links => links.length > 1)
        .map(async links => {
          const [first, ...others] = links.slice(0, MAX_TERMS);
          const rows = await this.#select<FoundRow>(
            `SELECT ${OBJECT_COLUMNS} ${FROM_LINKS} WHERE l.target = ? AND o.gone_since IS NULL
              ${others.map(() => 'AND EXISTS (SELECT 1 FROM object_links m WHERE m.target = ? AND m.object_id = l.object_id)').join(' ')}
              ORDER BY o.id LIMIT ?`,
            [first, ...others, limit],
          );
          return objectsOf(rows).map(object => ({ links, object }));
        }),
    ]);
    return found.flat();
  }

  async objectsInNamespace(
    namespace: string,
    limit: number,
  ): Promise<IndexedObject[]> {
    const rows = await this.#select<FoundRow>(
      `SELECT ${OBJECT_COLUMNS} ${FROM_OBJECTS} WHERE o.namespace = ? ORDER BY o.rank, o.kind, o.name LIMIT ?`,
      [namespace, limit],
    );
    return objectsOf(rows);
  }

  /** Reads the index on releases, which holds engine objects alone. */
  async enginesInto(
    namespace: string,
    { names, limit }: { names?: string[]; limit: number },
  ): Promise<IndexedObject[]> {
    if (names?.length === 0) {
      return [];
    }
    const called = names
      ? ` AND (o.release_name IN (${marks(names)}) OR o.name IN (${marks(names)}))`
      : '';
    const rows = await this.#select<FoundRow>(
      `SELECT ${OBJECT_COLUMNS} ${FROM_OBJECTS} WHERE o.release_namespace = ?${called} ORDER BY o.id LIMIT ?`,
      [namespace, ...(names ? [...names, ...names] : []), limit],
    );
    return objectsOf(rows);
  }

  /**
   * The inner SELECT reads the index on `name_lower` alone, from end to end: a question in free words is the only one
   * that costs in proportion to the number of objects.
   */
  async search(
    words: string[],
    limit: number,
  ): Promise<{ objects: IndexedObject[]; teams: TeamFact[] }> {
    const wanted = words.map(word => word.toLowerCase()).filter(Boolean);
    if (wanted.length === 0) {
      return { objects: [], teams: [] };
    }
    const patterns = wanted.map(word => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
    const holds = (column: string) =>
      wanted.map(() => `${column} LIKE ? ESCAPE '\\'`).join(' AND ');
    const objects = await this.#select<FoundRow>(
      `SELECT ${OBJECT_COLUMNS} ${FROM_OBJECTS} WHERE o.id IN (
        SELECT id FROM objects WHERE ${holds('name_lower')} ORDER BY length(name_lower), name_lower, id LIMIT ?
      ) ORDER BY length(o.name_lower), o.name_lower, o.id`,
      [...patterns, limit],
    );
    const teams = await this.#select<TeamSelection>(
      `SELECT ${TEAM_COLUMNS} ${FROM_TEAMS} WHERE (${holds('t.name_lower')}) OR (${holds('t.title_lower')})
        ORDER BY length(t.name_lower), t.name_lower, t.origin LIMIT ?`,
      [...patterns, ...patterns, limit],
    );
    return { objects: objectsOf(objects), teams: teams.map(rowToTeam) };
  }

  /** `… WHERE f.path = ?`, then `… WHERE f.path_reversed > ? AND f.path_reversed < ?` for paths that end with it. */
  async files(
    path: string,
    options: { repository?: string; limit: number },
  ): Promise<FoundFile[]> {
    const wanted = path.replace(/^\/+|\/+$/g, '');
    if (!wanted) {
      return [];
    }
    const columns =
      'SELECT f.path, f.directory, s.name AS repository, s.revision FROM files f JOIN sources s ON s.id = f.source_id WHERE';
    const inRepository = options.repository ? ' AND f.source_id = ?' : '';
    const source = options.repository
      ? [`repository:${options.repository}`]
      : [];
    const exact = await this.#select<FileSelection>(
      `${columns} f.path = ?${inRepository} ORDER BY s.name LIMIT ?`,
      [wanted, ...source, options.limit],
    );
    const rest = options.limit - exact.length;
    const end = reversed(`/${wanted}`);
    const suffix =
      rest > 0
        ? await this.#select<FileSelection>(
            `${columns} f.path_reversed > ? AND f.path_reversed < ?${inRepository}
              ORDER BY length(f.path), f.path, s.name LIMIT ?`,
            [end, endOfPrefix(end), ...source, rest],
          )
        : [];
    return [...exact, ...suffix].map(row => ({
      repository: row.repository,
      revision: row.revision ?? '',
      path: row.path,
      directory: Boolean(row.directory),
    }));
  }

  async objectsAt(
    repository: string,
    path: string,
    limit: number,
  ): Promise<IndexedObject[]> {
    const rows = await this.#select<FoundRow>(
      `SELECT ${OBJECT_COLUMNS} FROM object_paths p JOIN objects o ON o.id = p.object_id JOIN sources s ON s.id = o.source_id
        WHERE p.repository = ? AND p.path = ? ORDER BY p.object_id LIMIT ?`,
      [repository, path, limit],
    );
    return objectsOf(rows);
  }

  async ownershipRules(
    repository: string,
    paths?: readonly string[],
  ): Promise<{ revision: string; rules: OwnershipRules } | undefined> {
    const [row] = await this.#select<{
      rules: string;
      name: string;
      revision: string | null;
    }>(
      'SELECT r.rules, s.name, s.revision FROM repository_ownership r JOIN sources s ON s.id = r.source_id WHERE r.source_id = ?',
      [`repository:${repository}`],
    );
    if (!row) {
      return undefined;
    }
    const revision = row.revision ?? '';
    const rules = withOrigin<OwnershipRules>(row.rules, {
      repository: row.name,
      revision,
    });
    return {
      revision,
      rules: await withCatalog(this.#database, row.name, rules, paths),
    };
  }

  async teams(keys: string[]): Promise<TeamFact[]> {
    const wanted = [...new Set(keys.map(key => teamKey(key)))];
    const positions = new Map(wanted.map((key, position) => [key, position]));
    const found = new Map<number, { position: number; team: TeamFact }>();
    for (const chunk of chunksOf(wanted, MAX_TERMS)) {
      const rows = await this.#select<TeamSelection & { key: string }>(
        `SELECT a.key, ${TEAM_COLUMNS} FROM team_aliases a JOIN teams t ON t.id = a.team_id ${LEFT_JOIN_TEAM_SOURCE}
          WHERE a.key IN (${marks(chunk)}) ORDER BY t.origin, t.id`,
        chunk,
      );
      for (const row of rows) {
        const position = positions.get(row.key) ?? 0;
        const known = found.get(row.id);
        if (!known || position < known.position) {
          found.set(row.id, { position, team: rowToTeam(row) });
        }
      }
    }
    return [...found.values()]
      .sort((a, b) => a.position - b.position)
      .map(({ team }) => team);
  }

  async catalogClaims(subjects: CatalogSubject[]): Promise<Claim[][]> {
    return await claimsOfSubjects(this.#database, subjects);
  }

  async secrets(namespace: string, names: string[]): Promise<SecretFact[]> {
    const found: SecretFact[] = [];
    for (const chunk of chunksOf(distinct(names.map(storable)), MAX_TERMS)) {
      const rows = await this.#select<{
        facts: string;
        source_name: string;
        source_revision: string | null;
      }>(
        `SELECT f.facts, s.name AS source_name, s.revision AS source_revision
          FROM repository_facts f JOIN sources s ON s.id = f.source_id
          WHERE f.kind = 'secrets' AND f.name IN (${marks(chunk)}) AND f.namespace IN (?, '') LIMIT ?`,
        [...chunk, storable(namespace), MAX_SECRETS],
      );
      for (const row of rows) {
        const { fact, places = [] } = withOrigin<StoredFact<'secrets'>>(
          row.facts,
          {
            repository: row.source_name,
            revision: row.source_revision ?? '',
          },
        );
        // The lookup tells environments apart.
        found.push(
          ...(places.length > 0 ? places : [{}]).map(place => ({
            ...fact,
            ...place,
          })),
        );
      }
    }
    return found;
  }

  async sources(ids: string[]): Promise<SourceInfo[]> {
    const wanted = [...new Set(ids)];
    const byId = new Map<string, SourceInfoRow>();
    for (const chunk of chunksOf(wanted, MAX_TERMS)) {
      const rows = await this.#select<SourceInfoRow>(
        `SELECT ${SOURCE_COLUMNS} FROM sources s WHERE s.id IN (${marks(chunk)})`,
        chunk,
      );
      for (const row of rows) {
        byId.set(row.id, row);
      }
    }
    const prefix = 'cluster:';
    const missing = wanted.filter(id => id.startsWith(prefix) && !byId.has(id));
    for (const chunk of chunksOf(missing, MAX_TERMS)) {
      const rows = await this.#select<SourceInfoRow & { alias: string }>(
        `SELECT ${SOURCE_COLUMNS}, a.alias FROM source_aliases a JOIN sources s ON s.id = a.source_id
          WHERE a.alias IN (${marks(chunk)})`,
        chunk.map(id => id.slice(prefix.length)),
      );
      for (const { alias, ...row } of rows) {
        byId.set(`${prefix}${alias}`, row);
      }
    }
    const found = new Map<string, SourceInfo>();
    for (const id of wanted) {
      const row = byId.get(id);
      if (row && !found.has(row.id)) {
        found.set(row.id, rowToSource(row));
      }
    }
    return [...found.values()];
  }

  async #select<T>(sql: string, bindings: (string | number)[]): Promise<T[]> {
    return await selectRows(this.#database, sql, bindings);
  }
}

/** Rows of the same source share what is known of it. */
function objectsOf(rows: FoundRow[]): IndexedObject[] {
  const sources = new Map<string, SourceInfo>();
  return rows.map(row => {
    const object = rowToObject(row);
    const sourceInfo = sources.get(row.source_id) ?? sourceOf(row);
    if (!sourceInfo) {
      return object;
    }
    sources.set(row.source_id, sourceInfo);
    return { ...object, sourceInfo };
  });
}

interface TeamSelection {
  id: number;
  facts: string;
  source_name: string | null;
  source_revision: string | null;
}

type FileSelection = Pick<FileRow, 'path' | 'directory'> & {
  repository: string;
  revision: string | null;
};

function storableKey(key: ObjectKey): ObjectKey {
  return {
    ...key,
    name: storable(key.name),
    ...(key.namespace && { namespace: storable(key.namespace) }),
    ...(key.kind && { kind: storable(key.kind) }),
  };
}

function matches(key: ObjectKey, row: FoundRow): boolean {
  return (
    key.name === row.name &&
    (key.namespace === undefined || (key.namespace ?? '') === row.namespace) &&
    (key.kind === undefined || key.kind === row.kind)
  );
}

/** As the keys stand, for an answer must not depend on the planner. */
function inOrderOf(keys: ObjectKey[], rows: FoundRow[]): FoundRow[] {
  return rows
    .map(row => ({ row, position: keys.findIndex(key => matches(key, row)) }))
    .sort((a, b) => a.position - b.position || a.row.id - b.row.id)
    .map(({ row }) => row);
}

function distinct(values: string[]): string[] {
  return [...new Set(values)];
}
