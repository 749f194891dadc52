import { ProxiedSignInPage, SignInPage } from '@backstage/core-components';
import {
  configApiRef,
  createFrontendModule,
  githubAuthApiRef,
  gitlabAuthApiRef,
  googleAuthApiRef,
  microsoftAuthApiRef,
  oktaAuthApiRef,
  useApi,
} from '@backstage/frontend-plugin-api';
import {
  SignInPageBlueprint,
  SignInPageProps,
} from '@backstage/plugin-app-react';

const providers = {
  github: { id: 'github', title: 'GitHub', apiRef: githubAuthApiRef },
  gitlab: { id: 'gitlab', title: 'GitLab', apiRef: gitlabAuthApiRef },
  google: { id: 'google', title: 'Google', apiRef: googleAuthApiRef },
  microsoft: {
    id: 'microsoft',
    title: 'Microsoft',
    apiRef: microsoftAuthApiRef,
  },
  okta: { id: 'okta', title: 'Okta', apiRef: oktaAuthApiRef },
} as const;

function isProvider(id: string): id is keyof typeof providers {
  return Object.keys(providers).includes(id);
}

/** Guests come in without a question; other providers are chosen by `app.signIn.provider`. */
function PortalSignInPage(props: SignInPageProps) {
  const id =
    useApi(configApiRef).getOptionalString('app.signIn.provider') ?? 'guest';
  if (id === 'guest') {
    return <ProxiedSignInPage {...props} provider="guest" />;
  }
  if (!isProvider(id)) {
    throw new Error(
      `app.signIn.provider is '${id}'; it can be guest, ${Object.keys(providers).join(', ')}`,
    );
  }
  const { title, apiRef } = providers[id];
  return (
    <SignInPage
      {...props}
      auto
      provider={{
        id: `${id}-auth-provider`,
        title,
        message: `Sign in with ${title}`,
        apiRef,
      }}
    />
  );
}

export const signInModule = createFrontendModule({
  pluginId: 'app',
  extensions: [
    SignInPageBlueprint.make({
      params: { loader: async () => PortalSignInPage },
    }),
  ],
});
