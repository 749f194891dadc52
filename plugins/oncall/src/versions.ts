import { Answer, VersionPin } from '@plumbline/plugin-plumbline-common';

export interface VersionRow {
  kind: VersionPin['kind'];
  name: string;
  declared: VersionPin[];
  running: VersionPin[];
  /** Both are known and comparable, and something runs that is not declared. */
  differs: boolean;
}

function distinct(pins: VersionPin[]): VersionPin[] {
  return pins.filter(
    (pin, index) =>
      pins.findIndex(other => other.value === pin.value) === index,
  );
}

/**
 * Whether a declared version names exactly one: a branch stands for whatever commit is its newest, a range for
 * whatever version fits it.
 */
function isExact({ kind, value }: VersionPin): boolean {
  switch (kind) {
    case 'revision':
      return /[0-9a-f]{40}/.test(value);
    case 'chart':
      return !/[~^*<>|\s]|\bx\b/i.test(value);
    default:
      return true;
  }
}

/** Declared and running versions side by side, per image, chart or repository. */
export function compareVersions(version: Answer['version']): VersionRow[] {
  const rows = new Map<string, VersionRow>();
  const rowOf = ({ kind, name }: VersionPin): VersionRow => {
    const key = `${kind} ${name}`;
    const row = rows.get(key) ?? {
      kind,
      name,
      declared: [],
      running: [],
      differs: false,
    };
    rows.set(key, row);
    return row;
  };
  version.declared.forEach(pin => rowOf(pin).declared.push(pin));
  version.running.forEach(pin => rowOf(pin).running.push(pin));
  return [...rows.values()].map(row => {
    const declared = distinct(row.declared);
    const running = distinct(row.running);
    return {
      ...row,
      declared,
      running,
      differs:
        declared.length > 0 &&
        declared.every(isExact) &&
        running.length > 0 &&
        !running.every(({ value }) =>
          declared.some(pin => pin.value === value),
        ),
    };
  });
}
