import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import { plumblineRepositoriesExtensionPoint } from '@plumbline/plugin-plumbline-node';
import { GitRepositoryOpener } from './GitRepositoryOpener';
import { GitRepositoryProvider } from './GitRepositoryProvider';

/**
 * Reads repositories with git: the ones of the configuration, and those that other modules find.
 *
 * @public
 */
export const plumblineModuleGit = createBackendModule({
  pluginId: 'plumbline',
  moduleId: 'git',
  register(env) {
    env.registerInit({
      deps: {
        repositories: plumblineRepositoriesExtensionPoint,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
      },
      async init({ repositories, config, logger }) {
        const integrations = ScmIntegrations.fromConfig(config);
        repositories.addProvider(
          GitRepositoryProvider.fromConfig(config, { integrations }),
        );
        repositories.setOpener(
          GitRepositoryOpener.fromConfig(config, { integrations, logger }),
        );
      },
    });
  },
});
