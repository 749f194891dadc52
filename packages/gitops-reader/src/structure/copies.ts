import { Finding } from '../facts';
import { PathPlace, Places, placesOf } from '../paths';
import { addTo } from '../groups';
import { textAt } from '../json';
import { MadeOfFile, ofEveryFile, perFile, perOrigin } from '../perFile';
import { ParsedFile, ParsedRepository } from '../reader';
import { baseName } from '../treePaths';
import { asidesOf } from './asides';
import { bounded, listed } from './bounded';

/** This many places that hold the same file make it a copy that somebody has to keep in step. */
const fewest = 3;

/** Files that are alike by their nature: what points at a base, what a tool writes for each cluster. */
const alike =
  /^(kustomization\.ya?ml|Kustomization|kustomizeconfig\.ya?ml|gotk-.*|namespace\.ya?ml|Chart\.(ya?ml|lock))$/;

/** A path as all places have it in common, and the place that it is of. */
interface Spot {
  common: string;
  place: string;
}

const spots = new WeakMap<Places, Map<string, Spot | undefined>>();

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

interface Before {
  files?: readonly MadeOfFile<true>[];
  places?: Places;
  findings: Finding[];
}

const findingsBefore = perOrigin((): Before => ({ findings: [] }));

/** Files that hold documents and are not alike by their nature. */
const spottedFiles = ofEveryFile(({ path, documents }): true | undefined =>
  documents.length > 0 && !alike.test(baseName(path)) ? true : undefined,
);

function findCopies(
  spottedAll: readonly MadeOfFile<true>[],
  repository: ParsedRepository,
): Finding[] {
  const spotted = new Map<string, { file: ParsedFile; place: string }[]>();
  for (const { file } of spottedAll) {
    const spot = spotOf(file.path, repository);
    if (spot) {
      addTo(spotted, spot.common, { file, place: spot.place });
    }
  }
  const copies = new Map<string, { paths: string[]; places: Set<string> }>();
  for (const [common, candidates] of spotted) {
    for (const { file, place } of candidates.length >= fewest
      ? candidates
      : []) {
      const content = contentOf(file, repository);
      if (content !== undefined) {
        const key = `${common}\n${content}`;
        const known = copies.get(key) ?? { paths: [], places: new Set() };
        known.paths.push(file.path);
        known.places.add(place);
        copies.set(key, known);
      }
    }
  }
  const groups = new Map<
    string,
    {
      files: string[];
      paths: string[];
      places: Set<string>;
      uneven: boolean;
    }
  >();
  for (const [key, { paths, places }] of copies) {
    if (places.size >= fewest) {
      const common = key.slice(0, key.indexOf('\n'));
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
  }
  return bounded(
    [...groups.values()].map(({ files, paths, places, uneven }) => ({
      rule: 'copied-configuration',
      severity: 'info',
      location: {
        repository: repository.repository,
        revision: repository.revision,
        path: [...paths].sort()[0],
        line: 1,
      },
      message: `${listed([...new Set(files)].sort())} ${files.length === 1 ? 'is' : 'are'} the same in ${uneven ? 'several of ' : ''}${listed([...places].sort())}.`,
      fix: 'Keep what is the same in one base (or a component) that these places take, and in each place what differs.',
    })),
  );
}

function spotOf(path: string, repository: ParsedRepository): Spot | undefined {
  const places = placesOf(repository);
  let known = spots.get(places);
  if (!known) {
    known = new Map();
    spots.set(places, known);
  }
  if (!known.has(path)) {
    known.set(path, findSpot(path, repository));
  }
  return known.get(path);
}

function findSpot(
  path: string,
  repository: ParsedRepository,
): Spot | undefined {
  const places = placesOf(repository);
  if (
    asidesOf(repository)(path) ||
    (places.of(path).environment ?? places.of(path).cluster) === undefined
  ) {
    return undefined;
  }
  const common: string[] = [];
  let outer: PathPlace = {};
  let told = false;
  const segments = path.split('/');
  segments.slice(0, -1).forEach((segment, position) => {
    const here = places.of(
      `${segments.slice(0, position + 1).join('/')}/kustomization.yaml`,
    );
    const changes =
      here.environment !== outer.environment || here.cluster !== outer.cluster;
    told ||= changes;
    common.push(changes ? '*' : segment);
    outer = here;
  });
  return told
    ? {
        common: [...common, baseName(path)].join('/'),
        place: [outer.environment, outer.cluster]
          .filter(part => part !== undefined)
          .join('/'),
      }
    : undefined;
}

/** Files that are the same in several environments or clusters, one finding for each directory. */
export function copiedConfiguration(repository: ParsedRepository): Finding[] {
  const files = spottedFiles(repository);
  const places = placesOf(repository);
  const before = findingsBefore(repository);
  if (before.files === files && before.places === places) {
    return before.findings;
  }
  const findings = findCopies(files, repository);
  Object.assign(before, { files, places, findings });
  return findings;
}
