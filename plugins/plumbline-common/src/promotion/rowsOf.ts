import { MatrixCell, MatrixPage, MatrixRow } from './types';

/**
 * The rows behind the columns of a page.
 *
 * @public
 */
export function rowsOf(page: MatrixPage): MatrixRow[] {
  const { services, cells } = page;
  const rows = services.id.map((id, at): MatrixRow => ({
    id,
    name: services.name[at],
    repository: page.repositories[services.repository[at]],
    teams: services.teams[at].map(team => page.teams[team]),
    cells: [],
  }));
  cells.service.forEach((service, at) => {
    rows[service].cells.push(cellOf(page, at));
  });
  return rows;
}

function cellOf(page: MatrixPage, at: number) {
  const { cells, environments, authors } = page;
  const cell: MatrixCell = {
    environment: environments[cells.environment[at]].name,
    more: cells.more[at],
    verdict: cells.verdict[at],
    relation: cells.relation[at],
    runs: cells.runs[at],
  };
  if (cells.cluster[at]) {
    cell.cluster = cells.cluster[at];
  }
  if (cells.namespace[at]) {
    cell.namespace = cells.namespace[at];
  }
  if (cells.version[at]) {
    cell.version = cells.version[at];
  }
  if (cells.since[at] > 0) {
    cell.since = timeOf(cells.since[at]);
  }
  if (cells.waiting[at] > 0) {
    cell.waitingSince = timeOf(cells.waiting[at]);
  }
  if (cells.versions[at] >= 0) {
    cell.versionsBehind = cells.versions[at];
  }
  if (cells.commits[at] >= 0) {
    cell.commitsBehind = cells.commits[at];
  }
  if (cells.commit[at]) {
    cell.commit = cells.commit[at];
  }
  if (cells.author[at] >= 0) {
    cell.author = authors[cells.author[at]];
  }
  const freeze = page.freezes?.[cells.freeze?.[at] ?? -1];
  if (freeze) {
    cell.freeze = freeze;
  }
  return cell;
}

function timeOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
