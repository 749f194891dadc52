import { RootConfigService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { ScmIntegrationRegistry } from '@backstage/integration';

/** An organisation to read. */
export interface Organization {
  name: string;
  host: string;
  apiBaseUrl: string;
  /** Whether a repository, by its name without owner, is to be read. */
  includes(repository: string): boolean;
}

export function readOrganizations(
  config: RootConfigService,
  integrations: ScmIntegrationRegistry,
): Organization[] {
  const entries = config.getOptionalConfigArray('plumbline.repositories') ?? [];
  return entries.flatMap((entry, index) => {
    const github = entry.getOptionalConfig('github');
    if (!github) {
      return [];
    }
    const key = `plumbline.repositories[${index}].github`;
    const name = github.getString('organization');
    if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/.test(name)) {
      throw new InputError(
        `Invalid configuration at ${key}.organization: '${name}' is not the name of an organisation`,
      );
    }
    const host = github.getOptionalString('host') ?? 'github.com';
    const apiBaseUrl = integrations.github.byHost(host)?.config.apiBaseUrl;
    if (!apiBaseUrl) {
      throw new InputError(
        `Invalid configuration at ${key}.host: '${host}' is not the host of an entry of integrations.github`,
      );
    }
    const patterns = (which: string) => {
      const value = github.getOptional<string | string[]>(which) ?? [];
      return [value].flat().map(toPattern);
    };
    const include = patterns('include');
    const exclude = patterns('exclude');
    return [
      {
        name,
        host,
        apiBaseUrl,
        includes: (repository: string) =>
          (include.length === 0 ||
            include.some(pattern => pattern.test(repository))) &&
          !exclude.some(pattern => pattern.test(repository)),
      },
    ];
  });
}

/** `*` stands for anything; case does not matter, as on GitHub. */
function toPattern(glob: string): RegExp {
  const escaped = glob
    .split('*')
    .map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`, 'i');
}
