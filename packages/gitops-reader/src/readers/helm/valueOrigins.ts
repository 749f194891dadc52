import { FileLocation, VersionPin } from '../../facts';
import { compact, textAt, valueAt } from '../../lib/json';
import { baseName } from '../../files/treePaths';
import { perFile } from '../../memory/perFile';
import { ParsedRepository } from '../reader';
import { versionPin } from '../../workloads/versionPin';
import { imageVersion, splitImage } from '../../workloads/workload';
import { lineOf } from '../../yaml';
import { Chart } from './charts';
import { itemOrigin } from './itemOrigins';
import { Installed } from './releases';
import { valuesNamedIn } from './renderChart';
import { member, Value } from './template/value';

/** Steps to a value: no chart nests them deeper. */
const mostSteps = 20;

/** What a line of a template reads. */
interface ReadOnLine {
  /** Paths of values: `images.tag`. */
  values: Set<string>;
  /** Paths in what the template has at hand, as an item of a list: `tag` of `$item.tag`. */
  members: Set<string>;
  appVersion: boolean;
}

const readOnLines = perFile(({ text = '' }) => {
  const lines = new Map<number, ReadOnLine>();
  let line = 1;
  let at = 0;
  for (const match of text.matchAll(
    /\.Values((?:\.\w+)+)|\.Chart\.AppVersion\b|(?<![\w.)\]])(?:\$\w+)?((?:\.(?!Values\b|Chart\b)\w+)+)/g,
  )) {
    for (; at < match.index; at++) {
      line += text[at] === '\n' ? 1 : 0;
    }
    const read = lines.get(line) ?? {
      values: new Set(),
      members: new Set(),
      appVersion: false,
    };
    lines.set(line, read);
    const [, value, inItem] = match;
    if (value !== undefined) {
      read.values.add(value.slice(1));
    } else if (inItem !== undefined) {
      read.members.add(inItem.slice(1));
    } else {
      read.appVersion = true;
    }
  }
  return lines;
});

/** A value of a release, and the line that says it, where that is one of a values file. */
interface Said {
  value: Value;
  location?: FileLocation;
}

/**
 * A version that a line of a template puts together from values, at the line of the values file that says it. As it is
 * where the line reads no such value, several of them, or one that no file gives. It may also be in an item of the values
 * that the template goes through.
 */
export function originInValues(
  pin: VersionPin,
  template: string,
  chart: Chart,
  release: Installed,
  repository: ParsedRepository,
  { inItems }: { inItems: boolean },
): VersionPin {
  const { evidence, kind, name, value } = pin;
  const place = evidence.type === 'file' ? evidence.location : undefined;
  const file = repository.files.get(template);
  const read =
    file && place?.path === template
      ? readOnLines(file, repository).get(place.line ?? 0)
      : undefined;
  if (!read) {
    return pin;
  }
  const origins = [...read.values].flatMap(key => {
    const said = saidOf(key.split('.', mostSteps), release, repository);
    return said && isVersion(said.value, value) ? [{ key, ...said }] : [];
  });
  if (origins.length === 0 && read.appVersion) {
    const location = appVersionOf(chart, value, repository);
    return location
      ? versionPin(kind, name, value, location, 'appVersion')
      : pin;
  }
  if (file && inItems && origins.length === 0) {
    const item = itemOrigin(
      [...read.members].map(path => path.split('.')),
      value,
      [name, baseName(name)],
      release,
      repository,
      [...valuesNamedIn(file, repository)],
    );
    return item ? versionPin(kind, name, value, item.location, item.key) : pin;
  }
  const [origin, another] = origins;
  return origin?.location && !another
    ? versionPin(kind, name, value, origin.location, origin.key)
    : pin;
}

/** Whether a value is a version, or an image at that version. */
function isVersion(value: Value, version: string): boolean {
  if (typeof value !== 'string' && typeof value !== 'number') {
    return false;
  }
  const text = String(value);
  return text === version || imageVersion(splitImage(text)) === version;
}

function saidOf(
  steps: string[],
  { files, inline, given }: Installed,
  repository: ParsedRepository,
): Said | undefined {
  const saidIn = (path: string, at: string[]): Said | undefined => {
    const value = valueAt(
      repository.files.get(path)?.documents[0]?.value,
      ...at,
    );
    return value === undefined
      ? undefined
      : { value, location: locationOf(path, at, repository) };
  };
  for (const layer of inline.toReversed()) {
    const value = steps.reduce<Value>(member, layer);
    if (value !== null) {
      const said = firstOf(given?.toReversed() ?? [], ({ path, below }) =>
        saidIn(path, [...below, ...steps]),
      );
      return said?.value === value ? said : { value };
    }
  }
  return firstOf(files.toReversed(), path => saidIn(path, steps));
}

function firstOf<From, To>(
  all: readonly From[],
  find: (each: From) => To | undefined,
): To | undefined {
  for (const each of all) {
    const found = find(each);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

function locationOf(
  path: string,
  steps: readonly (string | number)[],
  { files, repository, revision }: ParsedRepository,
): FileLocation {
  const document = files.get(path)?.documents[0];
  return compact<FileLocation>({
    repository,
    revision,
    path,
    line: document && lineOf(document, steps),
  });
}

/** Where Chart.yaml says the version of the application, if that is this one. */
function appVersionOf(
  { file }: Chart,
  version: string,
  { files, repository, revision }: ParsedRepository,
): FileLocation | undefined {
  const document = files.get(file)?.documents[0];
  return document && textAt(document.value, 'appVersion') === version
    ? {
        repository,
        revision,
        path: file,
        line: lineOf(document, ['appVersion']),
      }
    : undefined;
}
