import { MemoryFile } from '../files/memoryTree';
import { hostileFiles } from './hostile';
import { mutate } from './mutate';
import { Random } from './random';
import { liveText, Scene, scenes } from './seeds';

/** One input of a fuzz run: the files of a repository, or what a cluster printed. */
export interface FuzzInput {
  /** What was done, for people. */
  title: string;
  files: Record<string, MemoryFile>;
  live?: string;
}

const everything: Scene = {
  name: 'everything',
  files: Object.assign({}, ...scenes.map(({ files }) => files)),
};

/** The input of a number: the same in every run with the same seed. */
export function fuzzInput(seed: number, index: number): FuzzInput {
  const random = new Random(Math.imul(seed, 0x9e3779b1) ^ (index * 0x85ebca6b));
  // Whatever the first numbers of neighbours have in common is thrown away.
  random.next();
  const lot = random.below(20);
  if (lot === 0) {
    return live(random);
  }
  if (lot < 3) {
    const { name, files } = hostileFiles(random);
    return { title: name, files };
  }
  return damaged(lot === 3 ? everything : random.pick(scenes), random);
}

function live(random: Random): FuzzInput {
  const bytes = mutate(liveText, random);
  return {
    title: 'live',
    files: {},
    live: new TextDecoder().decode(bytes),
  };
}

function damaged(scene: Scene, random: Random): FuzzInput {
  const files: Record<string, MemoryFile> = { ...scene.files };
  const paths = Object.keys(files);
  const touched: string[] = [];
  for (let left = 1 + random.below(3); left > 0; left--) {
    const path = random.pick(paths);
    touched.push(path);
    const text = scene.files[path];
    const way = random.below(30);
    if (way === 0) {
      files[path] = { type: random.pick(['symlink', 'submodule'] as const) };
    } else if (way === 1) {
      files[path] = { error: 'it could not be read' };
    } else if (way === 2) {
      delete files[path];
    } else if (way === 3) {
      // What one reader knows, where another one looks.
      files[path] = mutate(scene.files[random.pick(paths)], random);
    } else {
      files[path] = mutate(text, random);
    }
  }
  return { title: `${scene.name}: ${touched.join(', ')}`, files };
}
