import { differences } from '../../lib/differences';
import { Finding } from '../../facts';
import { PathPlace, Places, placesOf } from '../paths';
import { textAt } from '../../lib/json';
import {
  MadeOfFile,
  ofEveryFile,
  perFile,
  perItems,
  perOrigin,
} from '../../memory/perFile';
import { ParsedFile, ParsedRepository } from '../reader';
import { baseName, directoryOf } from '../../files/treePaths';
import { asidesOf } from './asides';
import { bounded, listed } from './bounded';

/** This many places that hold the same file make it a copy that somebody has to keep in step. */
const fewest = 3;

/** Files that are alike by their nature: what points at a base, what a tool writes for each cluster, or looks for beside what it works on. */
const alike =
  /^(\..*|kustomization\.ya?ml|Kustomization|kustomizeconfig\.ya?ml|gotk-.*|namespace\.ya?ml|Chart\.(ya?ml|lock))$/;

/** A path as all places have it in common, and the place that it is of. */
interface Spot {
  common: string;
  place: string;
}

/**
 * What tells two files apart: their digest, where that is one of the content; otherwise what was read of them, unless
 * values of secrets were left out of that.
 */
const contentOf = perFile(({ digest, documents }): string | undefined => {
  if (!digest.startsWith('stat:')) {
    return digest;
  }
  return documents.some(({ value }) => textAt(value, 'kind') === 'Secret')
    ? undefined
    : JSON.stringify(documents.map(({ value }) => value));
});

/** Files that hold documents and are not alike by their nature. */
const spottedFiles = ofEveryFile(({ path, documents }): true | undefined =>
  documents.length > 0 && !alike.test(baseName(path)) ? true : undefined,
);

/** Files with one content in enough places. */
interface Copy {
  common: string;
  paths: string[];
  places: ReadonlySet<string>;
}

/**
 * The files that several places hold. From one read to the next, files that came, went or changed are compared alone, with those that have
 * their path in common.
 */
class CopyTree {
  readonly #candidates = new Map<string, Map<ParsedFile, string>>();
  readonly #copies = new Map<string, readonly Copy[]>();
  #files: readonly MadeOfFile<true>[] = [];
  #places: Places | undefined;
  #all: readonly Copy[] = [];

  /** In the order of what paths have in common: the same list where nothing differs. */
  of(repository: ParsedRepository): readonly Copy[] {
    const files = spottedFiles(repository);
    const places = placesOf(repository);
    if (places !== this.#places) {
      this.#candidates.clear();
      this.#copies.clear();
      this.#all = [];
      this.#files = [];
      this.#places = places;
    }
    const { gone, come } = differences(this.#files, files);
    this.#files = files;
    const touched = new Set<string>();
    for (const { file } of gone) {
      const spot = findSpot(file.path, repository);
      if (spot) {
        this.#candidates.get(spot.common)?.delete(file);
        touched.add(spot.common);
      }
    }
    for (const { file } of come) {
      const spot = findSpot(file.path, repository);
      if (spot) {
        const candidates = this.#candidates.get(spot.common) ?? new Map();
        this.#candidates.set(spot.common, candidates.set(file, spot.place));
        touched.add(spot.common);
      }
    }
    for (const common of touched) {
      const candidates = this.#candidates.get(common) ?? new Map();
      const copies = copiesAmong(common, candidates, repository);
      if (copies.length > 0) {
        this.#copies.set(common, copies);
      } else {
        this.#copies.delete(common);
      }
      if (candidates.size === 0) {
        this.#candidates.delete(common);
      }
    }
    if (touched.size > 0) {
      this.#all = [...this.#copies]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([, copies]) => copies);
    }
    return this.#all;
  }
}

const treeBefore = perOrigin(() => new CopyTree());

function copiesAmong(
  common: string,
  candidates: ReadonlyMap<ParsedFile, string>,
  repository: ParsedRepository,
): Copy[] {
  if (candidates.size < fewest) {
    return [];
  }
  const copies = new Map<string, { paths: string[]; places: Set<string> }>();
  for (const [file, place] of candidates) {
    const content = contentOf(file, repository);
    if (content !== undefined) {
      const known = copies.get(content) ?? { paths: [], places: new Set() };
      known.paths.push(file.path);
      known.places.add(place);
      copies.set(content, known);
    }
  }
  return [...copies.values()]
    .filter(({ places }) => places.size >= fewest)
    .map(({ paths, places }) => ({ common, paths: paths.sort(), places }))
    .sort((one, other) => (one.paths[0] < other.paths[0] ? -1 : 1));
}

/** What the places of a directory and of those above it leave of its path. */
interface Trail {
  common: string;
  /** The innermost of them, and whether any tells something. */
  place: PathPlace;
  told: boolean;
}

const trailsOf = new WeakMap<Places, Map<string, Trail>>();

function trailOf(directory: string, places: Places): Trail {
  if (directory === '') {
    return { common: '', place: {}, told: false };
  }
  const trails = trailsOf.get(places) ?? new Map<string, Trail>();
  trailsOf.set(places, trails);
  let trail = trails.get(directory);
  if (!trail) {
    const outer = trailOf(directoryOf(directory), places);
    const place = places.of(`${directory}/kustomization.yaml`);
    const changes =
      place.environment !== outer.place.environment ||
      place.cluster !== outer.place.cluster;
    trail = {
      common: `${outer.common}${changes ? '*' : baseName(directory)}/`,
      place,
      told: outer.told || changes,
    };
    trails.set(directory, trail);
  }
  return trail;
}

function findSpot(
  path: string,
  repository: ParsedRepository,
): Spot | undefined {
  const places = placesOf(repository);
  const { environment, cluster } = places.of(path);
  if ((environment ?? cluster) === undefined || asidesOf(repository)(path)) {
    return undefined;
  }
  const { common, place, told } = trailOf(directoryOf(path), places);
  return told
    ? {
        common: `${common}${baseName(path)}`,
        place: [place.environment, place.cluster]
          .filter(part => part !== undefined)
          .join('/'),
      }
    : undefined;
}

const findingsOf = perItems(
  (copies: readonly Copy[], repository: ParsedRepository): Finding[] => {
    const groups = new Map<
      string,
      {
        files: string[];
        paths: string[];
        places: Set<string>;
        uneven: boolean;
      }
    >();
    for (const { common, paths, places } of copies) {
      // One finding for all that lies below the same places.
      const directory = common.slice(0, common.lastIndexOf('*') + 1);
      const group = groups.get(directory) ?? {
        files: [],
        paths: [],
        places: new Set(),
        uneven: false,
      };
      group.files.push(common.slice(directory.length + 1));
      group.uneven ||=
        group.places.size > 0 && group.places.size !== places.size;
      group.paths.push(...paths);
      places.forEach(place => group.places.add(place));
      groups.set(directory, group);
    }
    return bounded(
      [...groups.values()].map(({ files, paths, places, uneven }) => ({
        rule: 'copied-configuration',
        severity: 'info',
        location: {
          repository: repository.repository,
          revision: repository.revision,
          path: paths.sort()[0],
          line: 1,
        },
        message: `${listed([...new Set(files)].sort())} ${files.length === 1 ? 'is' : 'are'} the same in ${uneven ? 'several of ' : ''}${listed([...places].sort())}.`,
        fix: 'Keep what is the same in one base (or a component) that these places take, and in each place what differs.',
      })),
    );
  },
);

/** Files that are the same in several environments or clusters, one finding for each directory. */
export function copiedConfiguration(repository: ParsedRepository): Finding[] {
  return findingsOf(treeBefore(repository).of(repository), repository);
}
