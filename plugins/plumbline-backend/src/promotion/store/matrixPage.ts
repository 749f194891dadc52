import { TeamDirectory } from '@plumbline/gitops-lookup';
import {
  Freeze,
  MatrixCell,
  MatrixPage,
} from '@plumbline/plugin-plumbline-common';
import { StoredCells } from './serviceRows';

export interface StoredService {
  id: string;
  name: string;
  stored: StoredCells;
}

/** Texts, each with its number. */
class Entries {
  readonly #positions = new Map<string, number>();

  get all(): string[] {
    return [...this.#positions.keys()];
  }

  add(text: string): number {
    const known = this.#positions.get(text);
    if (known !== undefined) {
      return known;
    }
    const position = this.#positions.size;
    this.#positions.set(text, position);
    return position;
  }
}

/** The freeze that a place is in, if any. */
export type FreezeOf = (
  environment: string,
  teams: string[],
) => Freeze | undefined;

/** Rows as columns, with what repeats held once. */
export function toColumns(
  rows: StoredService[],
  environments: MatrixPage['environments'],
  directory: TeamDirectory,
  freezeOf: FreezeOf,
): Omit<MatrixPage, 'totalItems' | 'nextCursor' | 'freshness'> {
  const repositories = new Entries();
  const teams = new Entries();
  const authors = new Entries();
  const freezes = new Map<Freeze, number>();
  const frozen: number[] = [];
  // A team owns many services, always by the same few marks.
  const known = new Map<string, string>();
  const refOf = (mark: string) => {
    const ref = known.get(mark) ?? directory.refOf(mark);
    known.set(mark, ref);
    return ref;
  };
  const positions = new Map(environments.map(({ name }, at) => [name, at]));
  const services: MatrixPage['services'] = {
    id: [],
    name: [],
    repository: [],
    teams: [],
  };
  const cells: MatrixPage['cells'] = {
    service: [],
    environment: [],
    cluster: [],
    namespace: [],
    version: [],
    more: [],
    verdict: [],
    relation: [],
    runs: [],
    since: [],
    waiting: [],
    versions: [],
    commits: [],
    commit: [],
    author: [],
  };
  rows.forEach(({ id, name, stored }, service) => {
    services.id.push(id);
    services.name.push(name);
    services.repository.push(repositories.add(stored.repositories[0] ?? ''));
    const refs = [...new Set(stored.owners.map(refOf))];
    services.teams.push(refs.map(ref => teams.add(ref)));
    for (const cell of stored.cells) {
      const environment = positions.get(cell.environment);
      if (environment !== undefined) {
        addCell(cells, cell, { service, environment }, authors);
        const freeze = freezeOf(cell.environment, refs);
        if (freeze && !freezes.has(freeze)) {
          freezes.set(freeze, freezes.size);
        }
        frozen.push(freeze ? (freezes.get(freeze) ?? -1) : -1);
      }
    }
  });
  return {
    environments,
    repositories: repositories.all,
    teams: teams.all,
    authors: authors.all,
    services,
    cells,
    ...(freezes.size > 0 && {
      freezes: [...freezes.keys()],
      cells: { ...cells, freeze: frozen },
    }),
  };
}

function addCell(
  cells: MatrixPage['cells'],
  cell: MatrixCell,
  at: { service: number; environment: number },
  authors: Entries,
): void {
  cells.service.push(at.service);
  cells.environment.push(at.environment);
  cells.cluster.push(cell.cluster ?? '');
  cells.namespace.push(cell.namespace ?? '');
  cells.version.push(cell.version ?? '');
  cells.more.push(cell.more);
  cells.verdict.push(cell.verdict);
  cells.relation.push(cell.relation);
  cells.runs.push(cell.runs);
  cells.since.push(secondsOf(cell.since));
  cells.waiting.push(secondsOf(cell.waitingSince));
  cells.versions.push(cell.versionsBehind ?? -1);
  cells.commits.push(cell.commitsBehind ?? -1);
  cells.commit.push(cell.commit ?? '');
  cells.author.push(cell.author === undefined ? -1 : authors.add(cell.author));
}

function secondsOf(time: string | undefined): number {
  return time === undefined ? 0 : Math.floor(Date.parse(time) / 1000);
}
