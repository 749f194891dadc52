import { Place, PlacedPins } from '@plumbline/gitops-promotion';
import { classifyEnvironment, EnvironmentRule } from '@plumbline/gitops-reader';
import { ConfigurationKey } from './configurationKeys';

/** A file that configures a service in one place. */
export interface ConfigurationFile {
  repository: string;
  path: string;
  /** Where a person can look at it. */
  url: string;
  keys: ConfigurationKey[];
}

/** A key as one place has it. */
export interface PlacedKey {
  repository: string;
  path: string;
  line: number;
  url: string;
  /** Absent: it may be a secret. */
  value?: string;
}

/** A place, with the names that files give to its cluster. */
type NamedPlace = Place & Pick<PlacedPins, 'called'>;

/** A key that two places do not hold alike. */
export interface KeyDifference {
  document?: string;
  key: string;
  from?: PlacedKey;
  to?: PlacedKey;
  /** The two differ in the name of their place alone. */
  byName?: boolean;
}

/**
 * What two places configure differently. Files are taken for the same one when only the names of the places tell their
 * paths apart. What both hold and may be a secret is counted, and not compared.
 */
export function compareKeys(
  from: { place: NamedPlace; files: ConfigurationFile[] },
  to: { place: NamedPlace; files: ConfigurationFile[] },
  rules?: readonly EnvironmentRule[],
): { differences: KeyDifference[]; hidden: number } {
  const inHere = withoutPlace(from.place, rules);
  const inThere = withoutPlace(to.place, rules);
  const here = indexed(from.files, inHere);
  const there = indexed(to.files, inThere);
  const differences: KeyDifference[] = [];
  let hidden = 0;
  for (const id of new Set([...here.keys(), ...there.keys()])) {
    const one = here.get(id);
    const other = there.get(id);
    const { document, key } = (one ?? other)?.key ?? { key: '' };
    if (one && other) {
      if (one.key.value === undefined || other.key.value === undefined) {
        hidden += 1;
        continue;
      }
      if (one.key.value === other.key.value) {
        continue;
      }
    }
    const difference: KeyDifference = {
      ...(document !== undefined && { document }),
      key,
      ...(one && { from: placed(one) }),
      ...(other && { to: placed(other) }),
    };
    differences.push(
      isByName(difference, inHere, inThere)
        ? { ...difference, byName: true }
        : difference,
    );
  }
  return { differences, hidden };
}

interface Found {
  file: ConfigurationFile;
  key: ConfigurationKey;
}

function indexed(
  files: ConfigurationFile[],
  plain: (text: string) => string,
): Map<string, Found> {
  const found = new Map<string, Found>();
  const counts = new Map<string, number>();
  const inOrder = [...files].sort((a, b) =>
    idOf(a) < idOf(b) ? -1 : Number(idOf(a) > idOf(b)),
  );
  for (const file of inOrder) {
    for (const key of file.keys) {
      const name = JSON.stringify([
        plain(file.path),
        plain(key.document ?? ''),
        key.key,
      ]);
      // What two repositories call the same is compared in their order, and none of it is dropped.
      const count = counts.get(name) ?? 0;
      counts.set(name, count + 1);
      found.set(`${name} ${count}`, { file, key });
    }
  }
  return found;
}

function idOf({ repository, path }: ConfigurationFile): string {
  return `${repository}\n${path}`;
}

function placed({ file, key }: Found): PlacedKey {
  return {
    repository: file.repository,
    path: file.path,
    line: key.line,
    url: `${file.url}#L${key.line}`,
    ...(key.value !== undefined && { value: key.value }),
  };
}

function isByName(
  { from, to }: KeyDifference,
  one: (text: string) => string,
  other: (text: string) => string,
): boolean {
  return (
    from?.value !== undefined &&
    to?.value !== undefined &&
    one(from.value) === other(to.value)
  );
}

/**
 * Takes the words for an environment, and the names of its cluster and namespace, out of a text: `values-prod.yaml` is
 * `values-*.yaml`.
 */
export function withoutPlace(
  { environment, cluster, called = [], namespace }: NamedPlace,
  rules?: readonly EnvironmentRule[],
): (text: string) => string {
  const known = new Map<string, boolean>();
  const isPlace = (word: string) =>
    word.toLowerCase() === environment.toLowerCase() ||
    classifyEnvironment(word, rules) === environment;
  const names = [cluster, ...called, namespace].filter(Boolean);
  return text =>
    names
      .reduce<string>((rest, name) => withoutName(rest, name ?? ''), text)
      .replace(/[a-z0-9]+/gi, word => {
        const found = known.get(word) ?? isPlace(word);
        known.set(word, found);
        return found ? '*' : word;
      });
}

/** `eu` is no part of `queue`. */
function withoutName(text: string, name: string): string {
  return text
    .split(name)
    .reduce((before, after) =>
      /[a-z0-9]$/i.test(before) || /^[a-z0-9]/i.test(after)
        ? `${before}${name}${after}`
        : `${before}*${after}`,
    );
}
