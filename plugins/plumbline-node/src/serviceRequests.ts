import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import { ClientOptions } from '@plumbline/plugin-plumbline-common';

/**
 * What clients of the Plumbline backend need to be asked by another plugin, in its own name: for work that nobody waits for.
 *
 * @public
 */
export function serviceClientOptions({
  auth,
  discovery,
}: {
  auth: AuthService;
  discovery: DiscoveryService;
}): ClientOptions {
  return {
    discoveryApi: discovery,
    fetchApi: {
      async fetch(input, init) {
        const { token } = await auth.getPluginRequestToken({
          onBehalfOf: await auth.getOwnServiceCredentials(),
          targetPluginId: 'plumbline',
        });
        return await fetch(input, {
          ...init,
          headers: {
            ...Object.fromEntries(new Headers(init?.headers)),
            authorization: `Bearer ${token}`,
          },
        });
      },
    },
  };
}
