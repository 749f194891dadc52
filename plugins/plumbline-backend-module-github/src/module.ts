import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  DefaultGithubCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';
import {
  plumblinePromotionExtensionPoint,
  plumblineRepositoriesExtensionPoint,
} from '@plumbline/plugin-plumbline-node';
import { GithubGates } from './gates/GithubGates';
import { GithubRepositoryProvider } from './GithubRepositoryProvider';

/**
 * Finds the repositories and teams of the GitHub organisations that the configuration names, and what stands between a
 * version and the next environment in pull requests and deployments.
 *
 * @public
 */
export const plumblineModuleGithub = createBackendModule({
  pluginId: 'plumbline',
  moduleId: 'github',
  register(env) {
    env.registerInit({
      deps: {
        promotion: plumblinePromotionExtensionPoint,
        repositories: plumblineRepositoriesExtensionPoint,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
      },
      async init({ promotion, repositories, config, logger }) {
        const integrations = ScmIntegrations.fromConfig(config);
        const deps = {
          integrations,
          credentials:
            DefaultGithubCredentialsProvider.fromIntegrations(integrations),
          logger,
        };
        const provider = GithubRepositoryProvider.fromConfig(config, deps);
        if (provider) {
          repositories.addProvider(provider);
        }
        const gates = GithubGates.fromConfig(config, deps);
        if (gates) {
          promotion.addGates(gates);
        }
      },
    });
  },
});
