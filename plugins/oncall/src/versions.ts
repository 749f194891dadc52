import { Answer, VersionPin } from '@plumbline/plugin-plumbline-common';

export interface VersionRow {
  kind: VersionPin['kind'];
  name: string;
  declared: VersionPin[];
  running: VersionPin[];
  /** Both are known, and something runs that is not declared. */
  differs: boolean;
}

function distinct(pins: VersionPin[]): VersionPin[] {
  return pins.filter(
    (pin, index) =>
      pins.findIndex(other => other.value === pin.value) === index,
  );
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
        running.length > 0 &&
        !running.every(({ value }) =>
          declared.some(pin => pin.value === value),
        ),
    };
  });
}
