import { Change } from '@plumbline/gitops-reader';
import {
  OpenedRepository,
  RepositoryDescriptor,
  RepositoryOpener,
  RepositoryProvider,
} from '@plumbline/plugin-plumbline-node';
import { createHash } from 'node:crypto';

interface Commit {
  revision: string;
  files: Record<string, string>;
}

/** A host of repositories in memory: provider and opener in one, with everything that can go wrong. */
export class FakeHost implements RepositoryProvider, RepositoryOpener {
  readonly id = 'fake';
  readonly #commits = new Map<string, Commit>();
  /** All that ever were, by their revisions. */
  readonly #history = new Map<string, Commit>();
  readonly #broken = new Map<string, () => Promise<never>>();
  /** What was asked for, in order. */
  readonly log: string[] = [];
  /** Whether listings tell revisions, which are then believed as mirrors do. */
  tellsRevisions = false;
  #listingError: Error | undefined;

  /** A commit whose revision follows from its content. */
  push(repository: string, files: Record<string, string>): string {
    const revision = createHash('sha1')
      .update(JSON.stringify(files))
      .digest('hex');
    const commit = { revision, files };
    this.#commits.set(repository, commit);
    this.#history.set(revision, commit);
    this.#broken.delete(repository);
    return revision;
  }

  remove(repository: string): void {
    this.#commits.delete(repository);
  }

  /** Lets every access to a repository end so. */
  breaks(repository: string, how: () => Promise<never>): void {
    this.#broken.set(repository, how);
  }

  failListing(error: Error | undefined): void {
    this.#listingError = error;
  }

  async repositories(): Promise<RepositoryDescriptor[]> {
    if (this.#listingError) {
      throw this.#listingError;
    }
    return [...this.#commits].map(([name, { revision }]) => ({
      name,
      url: `https://host.example/${name}`,
      ...(this.tellsRevisions && { revision }),
      credentials: async () => ({ username: 'x', password: 'never-stored' }),
    }));
  }

  async head({ name, revision }: RepositoryDescriptor): Promise<string> {
    if (revision) {
      return revision;
    }
    this.log.push(`head ${name}`);
    return (await this.#commit(name)).revision;
  }

  async open(repository: RepositoryDescriptor): Promise<OpenedRepository> {
    const { name } = repository;
    const newest = await this.#commit(name);
    const { revision, files } =
      this.#history.get(repository.revision ?? '') ?? newest;
    this.log.push(`open ${name}`);
    const { log } = this;
    return {
      tree: {
        repository: name,
        revision,
        async list() {
          return Object.entries(files).map(([path, content]) => ({
            path,
            size: content.length,
            digest: createHash('sha1').update(content).digest('hex'),
            type: 'file',
          }));
        },
        async *read(paths) {
          for (const path of paths) {
            log.push(`read ${path}`);
            yield { path, content: Buffer.from(files[path]) };
          }
        },
      },
      async lastChanges(paths) {
        log.push(`changes of ${[...paths].sort().join(' ')}`);
        return new Map(
          paths.map((path): [string, Change] => [
            path,
            {
              revision,
              at: '2026-11-20T10:00:00.000Z',
              author: 'Payments on-call',
              subject: `Change ${path}, token=never-stored`,
              path,
            },
          ]),
        );
      },
      async close() {
        log.push(`close ${name}`);
      },
    };
  }

  async readFile(
    repository: string,
    revision: string,
    path: string,
  ): Promise<Uint8Array | undefined> {
    const commit = this.#commits.get(repository);
    return commit?.revision === revision && Object.hasOwn(commit.files, path)
      ? Buffer.from(commit.files[path])
      : undefined;
  }

  async #commit(name: string): Promise<Commit> {
    await this.#broken.get(name)?.();
    const commit = this.#commits.get(name);
    if (!commit) {
      throw new Error(`${name} does not exist`);
    }
    return commit;
  }
}
