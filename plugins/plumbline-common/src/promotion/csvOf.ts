import { MatrixCell, MatrixRow } from './types';

const columns: [
  name: string,
  value: (row: MatrixRow, cell: MatrixCell) => string | number | undefined,
  /** It may look like a number, and is none. */
  quoted?: 'quoted',
][] = [
  ['service', row => row.name],
  ['repository', row => row.repository],
  ['teams', row => row.teams.join(' ')],
  ['environment', (_, cell) => cell.environment],
  ['cluster', (_, cell) => cell.cluster],
  ['namespace', (_, cell) => cell.namespace],
  ['version', (_, cell) => cell.version, 'quoted'],
  ['verdict', (_, cell) => cell.verdict],
  ['relation', (_, cell) => cell.relation],
  ['runs', (_, cell) => cell.runs],
  ['since', (_, cell) => cell.since],
  ['waiting_since', (_, cell) => cell.waitingSince],
  ['versions_behind', (_, cell) => cell.versionsBehind],
  ['commits_behind', (_, cell) => cell.commitsBehind],
  ['commit', (_, cell) => cell.commit, 'quoted'],
  ['author', (_, cell) => cell.author],
];

/**
 * A line for each place of each service, as spreadsheets read it (RFC 4180). Names and versions come from files that
 * anybody may have written: what a spreadsheet would take for a formula is marked as text. Nothing else is changed: `1.10`
 * stands there as it is written, in quotes, which spreadsheets can be told to read as text.
 *
 * @public
 */
export function csvOf(rows: readonly MatrixRow[]): string {
  const lines = [
    columns.map(([name]) => name),
    ...rows.flatMap(row =>
      row.cells.map(cell =>
        columns.map(([, value, quoted]) => fieldOf(value(row, cell), quoted)),
      ),
    ),
  ];
  return lines.map(fields => `${fields.join(',')}\r\n`).join('');
}

function fieldOf(
  value: string | number | undefined,
  quoted: 'quoted' | undefined,
): string {
  if (typeof value !== 'string') {
    return value === undefined ? '' : String(value);
  }
  const text = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(value)
    ? `'${value}`
    : value;
  return /^[\w.:/-]*$/.test(text) && !quoted
    ? text
    : `"${text.replaceAll('"', '""')}"`;
}
