import { ConflictError } from '@backstage/errors';
import {
  ClusterProvider,
  PlumblineClustersExtensionPoint,
  PlumblineRepositoriesExtensionPoint,
  RepositoryOpener,
  RepositoryProvider,
} from '@plumbline/plugin-plumbline-node';

/** What modules added to find and open repositories. A second provider of the same id fails its module's start. */
export class Repositories implements PlumblineRepositoriesExtensionPoint {
  readonly #providers = new Map<string, RepositoryProvider>();
  #opener: RepositoryOpener | undefined;

  addProvider(...providers: RepositoryProvider[]): void {
    addAll(this.#providers, providers, 'repository');
  }

  setOpener(opener: RepositoryOpener): void {
    if (this.#opener) {
      throw new ConflictError('A repository opener has been set already');
    }
    this.#opener = opener;
  }

  get providers(): RepositoryProvider[] {
    return [...this.#providers.values()];
  }

  get opener(): RepositoryOpener | undefined {
    return this.#opener;
  }
}

/** What modules added to find and read clusters. */
export class Clusters implements PlumblineClustersExtensionPoint {
  readonly #providers = new Map<string, ClusterProvider>();
  #refresh: ((cluster: string) => Promise<void>) | undefined;

  addProvider(...providers: ClusterProvider[]): void {
    addAll(this.#providers, providers, 'cluster');
  }

  async refresh(cluster: string): Promise<void> {
    // Before the plugin has started there is nothing to hurry: the start reads what is due.
    await this.#refresh?.(cluster);
  }

  onRefresh(refresh: (cluster: string) => Promise<void>): void {
    this.#refresh = refresh;
  }

  get providers(): ClusterProvider[] {
    return [...this.#providers.values()];
  }
}

function addAll<T extends { id: string }>(
  known: Map<string, T>,
  added: T[],
  kind: string,
): void {
  for (const provider of added) {
    if (known.has(provider.id)) {
      throw new ConflictError(
        `There are two ${kind} providers with the id '${provider.id}'`,
      );
    }
    known.set(provider.id, provider);
  }
}
