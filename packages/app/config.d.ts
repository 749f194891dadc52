export interface Config {
  app?: {
    signIn?: {
      /**
       * How people sign in. `guest`, the default, lets everybody in without a question and is for a portal of one's
       * own; the others need the provider of the same name under `auth.providers`.
       *
       * @visibility frontend
       */
      provider?:
        'guest' | 'github' | 'gitlab' | 'google' | 'microsoft' | 'okta';
    };
  };
}
