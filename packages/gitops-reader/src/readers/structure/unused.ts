import { modelOf } from '../../deployments';
import { treeIndexOf } from '../../engines';
import { Finding } from '../../facts';
import { ParsedRepository } from '../reader';
import { directoryOf } from '../../files/treePaths';
import { asidesOf } from './asides';
import { bounded } from './bounded';
import { isOfEngine } from './engines';

/** Of roots that engines deploy, this many make one that none deploys stand out; and this part of all. */
const fewestDeployed = 10;
const deployedPart = 0.9;

/** So many directories beside one that the kustomization above them takes make one that it does not take stand out. */
const fewestTaken = 3;

/** How many directories in one the kustomization of that one takes. */
class TakenBeside {
  readonly #repository: ParsedRepository;
  readonly #counts = new Map<string, number>();

  constructor(repository: ParsedRepository) {
    this.#repository = repository;
  }

  countIn(directory: string): number {
    let count = this.#counts.get(directory);
    if (count === undefined) {
      const { builder } = modelOf(this.#repository);
      const files = builder.filesOf(directory);
      count = treeIndexOf(this.#repository)
        .directoriesIn(directory)
        .filter(child => {
          const path = builder.kustomization(child)?.file.path;
          return path !== undefined && files.has(path);
        }).length;
      this.#counts.set(directory, count);
    }
    return count;
  }
}

/** Kustomizations that no engine deploys, where engines deploy nearly all, or all that stands beside them. */
export function unusedKustomizations(repository: ParsedRepository): Finding[] {
  const isAside = asidesOf(repository);
  const { variants, builder } = modelOf(repository);
  const deployed = new Set<string>();
  for (const { directory, deployments } of variants) {
    if (deployments.length > 0) {
      deployed.add(directory);
    }
  }
  // Where engines deploy nothing, nothing stands out.
  if (deployed.size === 0) {
    return [];
  }
  const left = new Set<string>();
  /** What holds engine objects alone, or says so of itself, is where people start by hand. */
  const starts = new Set<string>();
  for (const { directory, deployments, plain, build } of variants) {
    if (
      deployments.length === 0 &&
      !plain &&
      !deployed.has(directory) &&
      !isAside(`${directory}/kustomization.yaml`)
    ) {
      const isStart =
        /(^|\/)bootstrap(\/|$)/.test(directory) ||
        build.resources.every(({ value }) => isOfEngine(value));
      (isStart ? starts : left).add(directory);
    }
  }
  const nearlyAll =
    deployed.size >= fewestDeployed &&
    deployed.size >= (deployed.size + left.size) * deployedPart;
  const taken = new TakenBeside(repository);
  return bounded(
    [...left, ...starts].sort().flatMap((directory): Finding[] => {
      const file = builder.kustomization(directory)?.file;
      const above = directoryOf(directory);
      const isAlone = nearlyAll && left.has(directory);
      const beside = isAlone || !deployed.has(above) ? 0 : taken.countIn(above);
      return file && (isAlone || beside >= fewestTaken)
        ? [
            {
              rule: 'kustomization-unused',
              severity: 'info',
              location: {
                repository: repository.repository,
                revision: repository.revision,
                path: file.path,
                line: 1,
              },
              message: `No engine object of this repository deploys ${directory}, and no other kustomization takes it; ${isAlone ? 'nearly all others are deployed' : `the one of ${above || 'the root'} takes ${beside} of those beside it`}.`,
              fix: 'Have an engine object or a kustomization take it, or remove it, unless something outside of this repository does.',
            },
          ]
        : [];
    }),
  );
}
