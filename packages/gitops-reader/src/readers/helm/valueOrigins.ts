import { FileLocation, VersionPin } from '../../facts';
import { textAt, valueAt } from '../../lib/json';
import { perFile } from '../../memory/perFile';
import { ParsedRepository } from '../reader';
import { versionPin } from '../../workloads/versionPin';
import { imageVersion, splitImage } from '../../workloads/workload';
import { lineOf } from '../../yaml';
import { Chart } from './charts';
import { Installed } from './releases';
import { member, Value } from './template/value';

/** Steps to a value: no chart nests them deeper. */
const mostSteps = 20;

/** What a line of a template reads. */
interface ReadOnLine {
  /** Paths of values: `images.tag`. */
  values: Set<string>;
  appVersion: boolean;
}

const readOnLines = perFile(({ text = '' }) => {
  const lines = new Map<number, ReadOnLine>();
  let line = 1;
  let at = 0;
  for (const match of text.matchAll(
    /\.Values((?:\.\w+)+)|\.Chart\.AppVersion\b/g,
  )) {
    for (; at < match.index; at++) {
      line += text[at] === '\n' ? 1 : 0;
    }
    const read = lines.get(line) ?? { values: new Set(), appVersion: false };
    lines.set(line, read);
    if (match[1] === undefined) {
      read.appVersion = true;
    } else {
      read.values.add(match[1].slice(1));
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
 * where the line reads no such value, several of them, or one that no file gives.
 */
export function originInValues(
  pin: VersionPin,
  template: string,
  chart: Chart,
  release: Installed,
  repository: ParsedRepository,
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
  { files, inline }: Installed,
  repository: ParsedRepository,
): Said | undefined {
  for (const layer of inline.toReversed()) {
    const value = steps.reduce<Value>(member, layer);
    if (value !== null) {
      return { value };
    }
  }
  for (const path of files.toReversed()) {
    const document = repository.files.get(path)?.documents[0];
    const value = valueAt(document?.value, ...steps);
    if (document && value !== undefined) {
      const { repository: name, revision } = repository;
      const line = lineOf(document, steps);
      return { value, location: { repository: name, revision, path, line } };
    }
  }
  return undefined;
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
