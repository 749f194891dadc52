/** What a connection of better-sqlite3 makes of the text of a statement. */
export interface SqliteConnection {
  prepare(sql: string): object;
  exec(sql: string): unknown;
}

/** Of the texts of all that are kept. A statement takes several times its text. */
const MOST_CHARACTERS = 1_000_000;
/** Statements that are worth it; what changes tables comes once. */
const isKept = /^\s*(select|insert|update|delete|with)\b/i;

/**
 * Lets a connection keep the statements that it asks most of late. SQLite reads and plans a statement each time it is prepared, which
 * takes as long as running a short one, and knex prepares each anew.
 */
export function keepStatements(connection: SqliteConnection): void {
  const prepare = connection.prepare.bind(connection);
  /** The one that was asked longest ago comes first. */
  const kept = new Map<string, object>();
  let characters = 0;
  connection.prepare = sql => {
    const known = kept.get(sql);
    if (!known && (sql.length > MOST_CHARACTERS || !isKept.test(sql))) {
      return prepare(sql);
    }
    const statement = known ?? prepare(sql);
    if (known) {
      kept.delete(sql);
    } else {
      characters += sql.length;
    }
    kept.set(sql, statement);
    for (const oldest of kept.keys()) {
      if (characters <= MOST_CHARACTERS) {
        break;
      }
      kept.delete(oldest);
      characters -= oldest.length;
    }
    return statement;
  };
}
