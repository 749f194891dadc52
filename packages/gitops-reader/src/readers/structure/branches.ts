import { Finding } from '../../facts';
import { wordsOf } from '../paths';
import { ParsedRepository } from '../reader';
import { Branch } from '../../files/tree';
import { bounded } from './bounded';

/** `env/production`, `environments/dev`. */
const prefixed = /^(env|envs|environment|environments)\/(.+)$/i;

const advice =
  'Keep environments in directories of one branch, so that what differs between them can be seen and reviewed in one place.';

/** Branches that stand for environments, instead of directories. */
export function environmentBranches(repository: ParsedRepository): Finding[] {
  const words = wordsOf(repository.environments);
  const found: { branch: Branch; environment: string; sure: boolean }[] = [];
  for (const branch of repository.branches ?? []) {
    const inside = prefixed.exec(branch.name)?.[2];
    const environment =
      words.configured(branch.name) ??
      (inside === undefined
        ? words.strict(branch.name)
        : words.strict(inside, 'all'));
    if (environment !== undefined) {
      found.push({
        branch,
        environment,
        // A lone `dev` is where people work, and no place that runs anything.
        sure: inside !== undefined || environment !== 'development',
      });
    }
  }
  const environments = new Set(found.map(({ environment }) => environment));
  return bounded(
    found
      .filter(({ sure }) => sure || environments.size > 1)
      .map(({ branch, environment }) => ({
        rule: 'environment-branch',
        severity: 'info',
        location: {
          repository: repository.repository,
          revision: repository.revision,
          path: '.',
        },
        message: `The branch ${branch.name} stands for the environment ${environment}.`,
        // A message tells a finding from others: what every commit changes has no place in it.
        fix: advice + distance(branch),
      })),
  );
}

function distance({ at, ahead, behind }: Branch): string {
  const parts = [
    ...(at ? [`last changed ${at.slice(0, 10)}`] : []),
    ...(ahead === undefined ? [] : [`${ahead} ahead`]),
    ...(behind === undefined ? [] : [`${behind} behind`]),
  ];
  return parts.length > 0 ? ` This one: ${parts.join(', ')}.` : '';
}
