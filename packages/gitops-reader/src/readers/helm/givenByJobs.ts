import { JsonValue, VersionPin } from '../../facts';
import { isObject } from '../../lib/json';
import { ofEveryFile, someOf } from '../../memory/perFile';
import { ParsedRepository } from '../reader';
import { isCiFile } from '../workflows';
import { Chart, Charts } from './charts';

/** A command of a job that installs a chart with values of its own. */
interface GivenValues {
  words: readonly string[];
  /** Keys of the values that it sets. */
  keys: readonly string[];
}

/** Texts of one file that are looked at, and how deep. */
const mostTexts = 5000;
const deepest = 20;

const installs = /\bhelm3?\s(?:[^|;&]*\s)?(?:upgrade|install)\s/;
const sets = /\s--set(?:-string)?[=\s]["']?([^\s"']+)/g;
/** What an image without a tag in values runs, is the version of the application by the convention of charts. */
const ofTag = /(^|\.)(tag|imageTag|image|digest)$/;

const givenInFiles = ofEveryFile(({ path, documents }) =>
  isCiFile(path)
    ? someOf(
        documents
          .flatMap(({ value }) => textsIn(value))
          .flatMap(commandsIn)
          .filter(({ keys }) => keys.length > 0),
      )
    : undefined,
);

function textsIn(root: JsonValue): string[] {
  const texts: string[] = [];
  const pending: [value: JsonValue, depth: number][] = [[root, 0]];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [value, depth] = next;
    if (typeof value === 'string') {
      if (value.includes('--set') && texts.push(value) >= mostTexts) {
        break;
      }
    } else if (depth < deepest && (Array.isArray(value) || isObject(value))) {
      for (const child of Object.values(value)) {
        if (child !== undefined) {
          pending.push([child, depth + 1]);
        }
      }
    }
  }
  return texts;
}

function commandsIn(script: string): GivenValues[] {
  return script
    .replace(/\\\r?\n/g, ' ')
    .split(/\n|;|&&|\|\|/)
    .filter(command => installs.test(command))
    .map(command => ({
      words: command.split(/\s+/).map(plainPath),
      keys: [...command.matchAll(sets)].flatMap(([, values]) =>
        values.split(',').flatMap(value => value.split('=', 1)),
      ),
    }));
}

function plainPath(word: string): string {
  return word.replace(/^["']?(?:\.\/)?|\/?["']?$/g, '');
}

/**
 * Tells the versions of a chart's own that jobs of this repository replace where they install it (`helm upgrade … --set
 * image.tag=$SHA`): what runs, only the run knows. What the values of an environment say is left to them.
 */
export function givenByJobs(
  { directory, file, defaults }: Chart,
  { all }: Charts,
  repository: ParsedRepository,
): (pin: VersionPin) => boolean {
  const keys = new Set(
    givenInFiles(repository)
      .flatMap(({ made }) => made)
      .filter(
        ({ words }) =>
          all.length === 1 ||
          words.some(
            word =>
              word !== '' &&
              (word === directory || word.endsWith(`/${directory}`)),
          ),
      )
      .flatMap(given => given.keys),
  );
  const isTagGiven = [...keys].some(key => ofTag.test(key));
  return ({ kind, key, evidence }) =>
    kind === 'image' &&
    evidence.type === 'file' &&
    (evidence.location.path === file
      ? isTagGiven
      : evidence.location.path === defaults && keys.has(key));
}
