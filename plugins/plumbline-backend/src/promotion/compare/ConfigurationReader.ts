import { SourceInfo } from '@plumbline/gitops-lookup';
import { Pin, PlacedPins } from '@plumbline/gitops-promotion';
import { DeclaredObject } from '@plumbline/gitops-reader';
import { linkToFile } from '@plumbline/plugin-plumbline-common';
import { RepositoryOpener } from '@plumbline/plugin-plumbline-node';
import { Knex } from 'knex';
import { messageOf } from '../../lib/messages';
import { DatabaseIndex } from '../../index/DatabaseIndex';
import { declaredAt } from '../../index/declaredAt';
import { isOfCluster } from '../services/isOfCluster';
import { ConfigurationFile } from './compareKeys';
import { Keys, keysOf } from './configurationKeys';

/** Files of one place: more are the work of a generator, and nobody looks at them. */
const MAX_FILES = 60;
/** Of all files of one place together: they are parsed while somebody waits, and others do. */
const MAX_BYTES = 2_000_000;

interface FileRef {
  repository: string;
  path: string;
}

/** What configures a service in a place, and what of it could not be read. */
export interface Configuration {
  files: ConfigurationFile[];
  unread: (FileRef & { reason: string })[];
}

/** Reads the files that configure a service in a place, as they were read last, from what is on this machine. */
export class ConfigurationReader {
  readonly #reader: Knex;
  readonly #readFile: RepositoryOpener['readFile'];

  constructor(options: {
    reader: Knex;
    readFile: RepositoryOpener['readFile'];
  }) {
    this.#reader = options.reader;
    this.#readFile = options.readFile;
  }

  /** The configuration of two places, without the files that both have in common: those say nothing about how they differ. */
  async readBoth(
    from: PlacedPins,
    to: PlacedPins,
  ): Promise<{ from: Configuration; to: Configuration }> {
    const here = await this.#filesOf(from);
    const there = await this.#filesOf(to);
    const without = (files: Map<string, FileRef>, others: typeof files) =>
      [...files].flatMap(([id, file]) => (others.has(id) ? [] : [file]));
    const read = await this.#read(without(here, there));
    return {
      from: {
        ...read,
        unread: [
          ...read.unread,
          ...heldTogether(from.pins, to.pins).map(file => ({
            ...file,
            reason: 'it holds both places, each in a part of its own',
          })),
        ],
      },
      to: await this.#read(without(there, here)),
    };
  }

  async #read(own: FileRef[]): Promise<Configuration> {
    const sources = await new DatabaseIndex(this.#reader).sources([
      ...new Set(own.map(({ repository }) => `repository:${repository}`)),
    ]);
    const found: Configuration = { files: [], unread: [] };
    let left = MAX_BYTES;
    const spend = (bytes: number) => {
      const fits = bytes <= left;
      left -= fits ? bytes : 0;
      return fits;
    };
    for (const file of own.slice(0, MAX_FILES)) {
      const source = sources.find(each => each.name === file.repository);
      const read = await this.#keysOf(file, source, spend);
      if ('reason' in read) {
        found.unread.push({ ...file, reason: read.reason });
      } else {
        found.files.push({ ...file, url: read.url, keys: read.keys });
        if (read.problem) {
          found.unread.push({ ...file, reason: read.problem });
        }
      }
    }
    for (const file of own.slice(MAX_FILES)) {
      found.unread.push({ ...file, reason: 'there are too many files' });
    }
    return found;
  }

  async #keysOf(
    { repository, path }: FileRef,
    source: SourceInfo | undefined,
    /** Whether a file of so many bytes may still be read. */
    spend: (bytes: number) => boolean,
  ): Promise<(Keys & { url: string }) | { reason: string }> {
    if (!/\.(ya?ml|json)$/i.test(path)) {
      return { reason: 'it is no YAML or JSON' };
    }
    if (!source?.revision) {
      return { reason: 'its repository was not read' };
    }
    try {
      const content = await this.#readFile(repository, source.revision, path);
      if (content && !spend(content.length)) {
        return { reason: 'the files of this place are too large together' };
      }
      return content
        ? {
            ...keysOf(path, new TextDecoder().decode(content)),
            url: linkToFile(
              { repository, path, revision: source.revision },
              source,
            ),
          }
        : { reason: 'it is not on this machine' };
    } catch (error) {
      return { reason: messageOf(error) };
    }
  }

  /** Files of a place: those that pin its versions, and those that declare or change the objects that are built of them. */
  async #filesOf(place: PlacedPins): Promise<Map<string, FileRef>> {
    const { pins } = place;
    const files = new Map<string, FileRef>();
    const add = ({ repository, path }: FileRef) =>
      files.set(idOf({ repository, path }), { repository, path });
    pins.forEach(add);
    const objects = (await declaredAt(this.#reader, pins))
      .map(({ object }) => object)
      .filter(object => isIn(object, place));
    const own = objects.filter(object => pinnedBy(object, pins));
    const builtBy = new Set(own.flatMap(object => object.builtBy ?? []));
    // What is built beside other services is not all of this one.
    const shared = new Set(
      objects
        .filter(each => each.versions.length > 0 && !own.includes(each))
        .flatMap(object => object.builtBy ?? []),
    );
    const beside = objects.filter(
      ({ builtBy: by }) =>
        by !== undefined && builtBy.has(by) && !shared.has(by),
    );
    for (const { location, config } of new Set([...own, ...beside])) {
      add(location);
      config.forEach(each => add(each.location));
    }
    return files;
  }
}

/** Files in which each of two places has lines of its own. */
function heldTogether(from: Pin[], to: Pin[]): FileRef[] {
  const lines = new Map(
    from.map(pin => [idOf(pin), new Set<number | undefined>()]),
  );
  from.forEach(pin => lines.get(idOf(pin))?.add(pin.line));
  const found = new Map<string, FileRef>();
  for (const pin of to) {
    if (lines.get(idOf(pin))?.has(pin.line) === false) {
      const { repository, path } = pin;
      found.set(idOf(pin), { repository, path });
    }
  }
  return [...found.values()];
}

function idOf({ repository, path }: FileRef): string {
  return JSON.stringify([repository, path]);
}

function isIn(
  { environment, cluster, namespace }: DeclaredObject,
  place: PlacedPins,
): boolean {
  return (
    (environment ?? '') === place.environment &&
    isOfCluster(cluster, place) &&
    (namespace === undefined ||
      place.namespace === undefined ||
      namespace === place.namespace)
  );
}

function pinnedBy({ versions }: DeclaredObject, pins: Pin[]): boolean {
  return versions.some(({ evidence, name, value }) =>
    pins.some(
      pin =>
        evidence.type === 'file' &&
        evidence.location.path === pin.path &&
        name === pin.name &&
        value === pin.value,
    ),
  );
}
