import { Claim, DeclaredObject } from '@plumbline/gitops-reader';
import { foldedMark } from './teamKey';

/**
 * What the objects of one file say about who owns a line of it: that of the object that the line belongs to. Of the
 * file as a whole they say what their labels agree on. Equal answers are one array.
 */
export function claimsInFile(
  objects: readonly DeclaredObject[],
): (line?: number) => Claim[] {
  const byStart = new Map<number, DeclaredObject[]>();
  for (const object of objects) {
    const start = object.location.line ?? 0;
    const known = byStart.get(start);
    if (known) {
      known.push(object);
    } else {
      byStart.set(start, [object]);
    }
  }
  const starts = [...byStart.keys()].sort((a, b) => a - b);
  const known = new Map<number | undefined, Claim[]>();
  return line => {
    const start = line === undefined ? undefined : lastAtOrBefore(starts, line);
    let claims = known.get(start);
    if (!claims) {
      claims =
        start === undefined
          ? labelsOfAll(objects)
          : claimsOfAll(byStart.get(start) ?? []);
      known.set(start, claims);
    }
    return claims;
  };
}

/** The last of ascending numbers that is not greater. */
function lastAtOrBefore(
  ascending: readonly number[],
  limit: number,
): number | undefined {
  let from = 0;
  let to = ascending.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (ascending[middle] <= limit) {
      from = middle + 1;
    } else {
      to = middle;
    }
  }
  return ascending[from - 1];
}

/** One document is several objects where several environments build it: what is said of each of them counts. */
function claimsOfAll([first, ...others]: readonly DeclaredObject[]): Claim[] {
  const said = others.map(({ claims }) => new Set(claims.map(markOf)));
  return first.claims.filter(claim =>
    said.every(marks => marks.has(markOf(claim))),
  );
}

function markOf({ source, raw }: Claim): string {
  return `${source} ${foldedMark(raw)}`;
}

function labelsOfAll(objects: readonly DeclaredObject[]): Claim[] {
  const labels = objects.map(({ kind, claims }) =>
    claims.filter(
      ({ source }) =>
        source === 'object-label' ||
        source === 'pod-template-label' ||
        (source === 'namespace-label' && kind === 'Namespace'),
    ),
  );
  const teams = new Set(
    labels.map(claims =>
      [...new Set(claims.map(claim => foldedMark(claim.raw)))].sort().join(),
    ),
  );
  return teams.size === 1 ? labels.flat() : [];
}
