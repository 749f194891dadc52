import { RepositoryDescriptor } from '@plumbline/plugin-plumbline-node';
import { Discovery } from '../collect/Discovery';

/** Finds what is needed to reach a repository, as its provider lists it. */
export function repositoryFinder(
  find: Discovery['find'],
): (
  source: { sourceId: string; provider: string },
  signal: AbortSignal,
) => Promise<RepositoryDescriptor | undefined> {
  return async ({ sourceId, provider }, signal) => {
    const found = await find(
      { kind: 'repository', provider, sourceId },
      signal,
    );
    return found?.kind === 'repository' ? found.repository : undefined;
  };
}
