import { RootConfigService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { ScmIntegrationRegistry } from '@backstage/integration';
import {
  checkBranch,
  checkRemote,
  describeAddress,
  inspectDirectory,
} from '@plumbline/git-source';
import { HostKind } from '@plumbline/gitops-reader';
import {
  RepositoryDescriptor,
  RepositoryProvider,
} from '@plumbline/plugin-plumbline-node';
import path from 'node:path';

interface Entry {
  /** An absolute path, or an address. */
  url: string;
  branch?: string;
  name?: string;
  webUrl?: string;
}

/** Hosts of integrations whose repositories have pages at the address of the repository. */
const typesWithPages = new Set(['github', 'gitlab', 'gitea', 'bitbucketCloud']);

/** Hosts of integrations whose rules for owners are known, whatever they are called. */
const kindsOfHosts = new Map<string, HostKind>([
  ['github', 'github'],
  ['gitlab', 'gitlab'],
]);

/** The repositories that the configuration lists one by one. */
export class GitRepositoryProvider implements RepositoryProvider {
  readonly id = 'git';
  readonly #entries: Entry[];
  readonly #integrations: ScmIntegrationRegistry;

  private constructor(entries: Entry[], integrations: ScmIntegrationRegistry) {
    this.#entries = entries;
    this.#integrations = integrations;
  }

  static fromConfig(
    config: RootConfigService,
    deps: { integrations: ScmIntegrationRegistry },
  ): GitRepositoryProvider {
    const key = 'plumbline.repositories';
    const entries: Entry[] = [];
    for (const [index, item] of (
      config.getOptionalConfigArray(key) ?? []
    ).entries()) {
      const local = item.getOptionalString('path');
      const remote = item.getOptionalString('url');
      const branch = item.getOptionalString('branch');
      const check = (name: string, run: () => void) => {
        try {
          run();
        } catch (error) {
          throw new InputError(
            `Invalid configuration at ${key}[${index}].${name}: ${
              (error as Error).message
            }`,
          );
        }
      };
      if (branch !== undefined) {
        check('branch', () => checkBranch(branch));
      }
      if (remote !== undefined && !path.isAbsolute(remote)) {
        check('url', () => checkRemote(remote));
      }
      const url = local !== undefined ? path.resolve(local) : remote;
      if (url !== undefined) {
        entries.push({
          url,
          branch,
          name: item.getOptionalString('name'),
          webUrl: item.getOptionalString('webUrl'),
        });
      }
    }
    return new GitRepositoryProvider(entries, deps.integrations);
  }

  async repositories(options: {
    signal: AbortSignal;
  }): Promise<RepositoryDescriptor[]> {
    return Promise.all(
      this.#entries.map(async entry => ({
        ...entry,
        ...(path.isAbsolute(entry.url)
          ? await this.#describePath(entry, options.signal)
          : this.#describeRemote(entry)),
      })),
    );
  }

  /** A path that cannot be read is listed all the same: opening it tells why. */
  async #describePath(
    entry: Entry,
    signal: AbortSignal,
  ): Promise<Pick<RepositoryDescriptor, 'name' | 'nameIsGuessed' | 'webUrl'>> {
    try {
      const local = await inspectDirectory(entry.url, { signal });
      return {
        name: entry.name ?? local.name,
        webUrl: entry.webUrl ?? local.webUrl,
      };
    } catch (error) {
      signal.throwIfAborted();
      return {
        name: entry.name ?? path.basename(entry.url),
        nameIsGuessed: entry.name === undefined,
        webUrl: entry.webUrl,
      };
    }
  }

  #describeRemote(
    entry: Entry,
  ): Pick<RepositoryDescriptor, 'name' | 'webUrl' | 'hostKind'> {
    const address = describeAddress(entry.url);
    if (!address) {
      const name = path.basename(new URL(entry.url).pathname, '.git');
      return { name: entry.name ?? name, webUrl: entry.webUrl };
    }
    const integration = this.#integrations.byHost(address.host);
    return {
      name: entry.name ?? address.name,
      webUrl:
        entry.webUrl ??
        address.webUrl ??
        (integration && typesWithPages.has(integration.type)
          ? `https://${address.host}/${address.name}`
          : undefined),
      hostKind: kindsOfHosts.get(integration?.type ?? ''),
    };
  }
}
