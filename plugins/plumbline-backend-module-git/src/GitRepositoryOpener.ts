import {
  LoggerService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import { CustomErrorBase, InputError } from '@backstage/errors';
import { ScmIntegrationRegistry } from '@backstage/integration';
import { GitError, GitMirrors, GitSource } from '@plumbline/git-source';
import {
  OpenedRepository,
  RepositoryDescriptor,
  RepositoryHistory,
  RepositoryOpener,
} from '@plumbline/plugin-plumbline-node';
import { homedir } from 'node:os';
import path from 'node:path';
import { ScmCredentials } from './ScmCredentials';

/** Opens any repository that git can reach, with the credentials of Backstage's integrations. */
export class GitRepositoryOpener implements RepositoryOpener {
  readonly #mirrors: GitMirrors;
  readonly #credentials: ScmCredentials;

  private constructor(mirrors: GitMirrors, credentials: ScmCredentials) {
    this.#mirrors = mirrors;
    this.#credentials = credentials;
  }

  static fromConfig(
    config: RootConfigService,
    deps: { integrations: ScmIntegrationRegistry; logger: LoggerService },
  ): GitRepositoryOpener {
    const directory = storageDirectory(config);
    deps.logger.info('Mirrors of repositories are kept on disk', { directory });
    return new GitRepositoryOpener(
      GitMirrors.create({ directory }),
      ScmCredentials.fromIntegrations(deps.integrations),
    );
  }

  head(
    repository: RepositoryDescriptor,
    options: { signal: AbortSignal },
  ): Promise<string> {
    return this.#mirrors.head(this.#source(repository), options);
  }

  open(
    repository: RepositoryDescriptor,
    options: { signal: AbortSignal },
  ): Promise<OpenedRepository> {
    return this.#mirrors.open(this.#source(repository), options);
  }

  async readFile(
    repository: string,
    revision: string,
    file: string,
  ): Promise<Uint8Array | undefined> {
    try {
      return await this.#mirrors.readFile(repository, revision, file);
    } catch (error) {
      throw error instanceof GitError ? asAnswer(error) : error;
    }
  }

  history(
    repository: RepositoryDescriptor,
    options: { signal: AbortSignal },
  ): Promise<RepositoryHistory | undefined> {
    return this.#mirrors.history(this.#source(repository), options);
  }

  #source(repository: RepositoryDescriptor): GitSource {
    return {
      ...repository,
      credentials:
        repository.credentials ??
        (() => this.#credentials.forUrl(repository.url)),
    };
  }
}

/** The portal answers, and cannot read the repository now: nobody knows what its file says. */
class UnreadableError extends CustomErrorBase {
  name = 'UnreadableError' as const;
  readonly statusCode = 503;
}

/** The same for who asked for a file over HTTP. */
function asAnswer(error: GitError): Error {
  return error.reason === 'invalid' || error.reason === 'too-large'
    ? new InputError(error.message)
    : new UnreadableError(error.message);
}

/** Where mirrors are kept when nothing is configured: they are a cache, and belong to this user alone. */
export function storageDirectory(config: RootConfigService): string {
  const configured = config.getOptionalString('plumbline.storage.directory');
  if (configured) {
    return path.resolve(configured);
  }
  const parent =
    config.getOptionalString('backend.workingDirectory') ??
    process.env.XDG_CACHE_HOME ??
    path.join(homedir(), '.cache');
  return path.resolve(parent, 'plumbline');
}
