import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  DefaultGithubCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';
import { plumblineRepositoriesExtensionPoint } from '@plumbline/plugin-plumbline-node';
import { GithubRepositoryProvider } from './GithubRepositoryProvider';

/**
 * Finds the repositories and teams of the GitHub organisations that the configuration names.
 *
 * @public
 */
export const plumblineModuleGithub = createBackendModule({
  pluginId: 'plumbline',
  moduleId: 'github',
  register(env) {
    env.registerInit({
      deps: {
        repositories: plumblineRepositoriesExtensionPoint,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
      },
      async init({ repositories, config, logger }) {
        const integrations = ScmIntegrations.fromConfig(config);
        const provider = GithubRepositoryProvider.fromConfig(config, {
          integrations,
          credentials:
            DefaultGithubCredentialsProvider.fromIntegrations(integrations),
          logger,
        });
        if (provider) {
          repositories.addProvider(provider);
        }
      },
    });
  },
});
