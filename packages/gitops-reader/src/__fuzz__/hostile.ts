import { engines } from './hostile/engines';
import { kustomizations } from './hostile/kustomizations';
import { shapes } from './hostile/shapes';
import { Files } from './hostile/texts';
import { yaml } from './hostile/yaml';
import { Random } from './random';

const hostile = [...yaml, ...kustomizations, ...engines, ...shapes];

/** One of them. */
export function hostileFiles(random: Random): { name: string; files: Files } {
  const make = random.pick(hostile);
  return { name: make.name, files: make(random) };
}
