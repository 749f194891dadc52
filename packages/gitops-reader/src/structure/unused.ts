import { modelOf } from '../deployments';
import { Finding } from '../facts';
import { ParsedRepository } from '../reader';
import { asidesOf } from './asides';
import { bounded } from './bounded';
import { isOfEngine } from './engines';

/** Of roots that engines deploy, this many make one that none deploys stand out; and this part of all. */
const fewestDeployed = 10;
const deployedPart = 0.9;

/** Kustomizations that no engine deploys, where engines deploy nearly all. */
export function unusedKustomizations(repository: ParsedRepository): Finding[] {
  const isAside = asidesOf(repository);
  const { variants, builder } = modelOf(repository);
  const deployed = new Set<string>();
  for (const { directory, deployments } of variants) {
    if (deployments.length > 0) {
      deployed.add(directory);
    }
  }
  if (deployed.size < fewestDeployed) {
    return [];
  }
  const left = new Set<string>();
  for (const { directory, deployments, plain, build } of variants) {
    if (
      deployments.length === 0 &&
      !plain &&
      // What holds engine objects alone is where people start by hand.
      !build.resources.every(({ value }) => isOfEngine(value)) &&
      !isAside(`${directory}/kustomization.yaml`)
    ) {
      left.add(directory);
    }
  }
  const alone = [...left].filter(directory => !deployed.has(directory));
  if (deployed.size < (deployed.size + alone.length) * deployedPart) {
    return [];
  }
  return bounded(
    alone.sort().flatMap((directory): Finding[] => {
      const file = builder.kustomization(directory)?.file;
      return file
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
              message: `No engine object of this repository deploys ${directory}, and no other kustomization takes it; nearly all others are deployed.`,
              fix: 'Have an engine object or a kustomization take it, or remove it, unless something outside of this repository does.',
            },
          ]
        : [];
    }),
  );
}
