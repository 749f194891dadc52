import { Guess } from '../../facts';
import { ParsedRepository } from '../reader';
import { directoryOf } from '../../files/treePaths';
import { PathPlace, Places, placesOf } from './places';

/** Files whose place matters: names without a dot are those of charts' helpers and kustomizations, not of prose. */
const configuration =
  /\.(ya?ml|json|gotmpl)$|(^|\/)(?!(LICEN[CS]E|NOTICE|README|COPYING|AUTHORS|MAINTAINERS|CHANGELOG|OWNERS|CODEOWNERS)$)[^./]+$/i;

/** What tests read is deployed nowhere. */
const ofTests =
  /(^|\/)(__\w+__|\.?fixtures|mocks?|test-?data|\.(chainsaw|kyverno)-test)\//i;

/** Guesses that are listed one by one. */
const mostGuesses = 50;

interface Seen {
  place: PathPlace;
  reason: string;
  path: string;
  directories: Set<string>;
}

interface KnownGuesses {
  of: string;
  paths: ReadonlySet<string>;
  reads: number;
  guesses: Guess[];
}

const known = new WeakMap<Places, KnownGuesses>();

/** What was told from names alone, once for each name: a person may know better. */
export function placeGuesses(repository: ParsedRepository): Guess[] {
  const places = placesOf(repository);
  const origin = `${repository.repository}\n${repository.revision}`;
  const before = known.get(places);
  const guesses =
    before?.of === origin && isToldAsBefore(before, repository, places)
      ? before.guesses
      : guessesOf(repository, places);
  const { paths, reads = 0 } = repository;
  known.set(places, { of: origin, paths, reads, guesses });
  return guesses;
}

/** Whether nothing came or went whose place would be told. */
function isToldAsBefore(
  before: KnownGuesses,
  { paths, changed, reads = 0 }: ParsedRepository,
  places: Places,
): boolean {
  return (
    before.paths === paths ||
    (before.reads === reads - 1 &&
      changed !== undefined &&
      [...changed].every(
        path =>
          before.paths.has(path) === paths.has(path) ||
          places.of(path).reason === undefined,
      ))
  );
}

function guessesOf(
  { repository, revision, paths }: ParsedRepository,
  places: Places,
): Guess[] {
  const seen = new Map<string, Seen>();
  for (const path of paths) {
    const place =
      configuration.test(path) && !ofTests.test(path) ? places.of(path) : {};
    if (place.reason === undefined) {
      continue;
    }
    const key = JSON.stringify([
      place.reason,
      place.environment,
      place.cluster,
    ]);
    const entry = seen.get(key);
    if (entry) {
      entry.directories.add(directoryOf(path));
    } else {
      seen.set(key, {
        place,
        reason: place.reason,
        path,
        directories: new Set([directoryOf(path)]),
      });
    }
  }
  const all = [...seen.values()].sort(
    (a, b) =>
      b.directories.size - a.directories.size ||
      (a.reason < b.reason ? -1 : Number(a.reason > b.reason)),
  );
  const guesses = all
    .slice(0, mostGuesses)
    .map(({ place, reason, path, directories }): Guess => ({
      about: place.environment === undefined ? 'cluster' : 'environment',
      guess: `${reason}: ${wordsFor(place)}`,
      why: `${place.why ?? 'it is named so'}, as in ${path}${others(directories.size - 1)}`,
      location: { repository, revision, path },
    }));
  if (all.length > mostGuesses) {
    guesses.push({
      about: 'environment',
      guess: `${all.length - mostGuesses} more names of directories and files tell an environment or a cluster`,
      why: 'they are named so; the most frequent are listed',
    });
  }
  return guesses;
}

function wordsFor({ environment, cluster }: PathPlace): string {
  return [
    ...(environment === undefined ? [] : [`environment ${environment}`]),
    ...(cluster === undefined ? [] : [`cluster ${cluster}`]),
  ].join(', ');
}

function others(count: number): string {
  if (count === 0) {
    return '';
  }
  return count === 1
    ? ' and one more directory'
    : ` and ${count} more directories`;
}
