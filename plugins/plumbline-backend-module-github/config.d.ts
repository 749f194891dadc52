export interface Config {
  plumbline?: {
    repositories?: Array<{
      /**
       * All repositories and teams of an organisation, with the credentials of `integrations.github`. Archived and empty
       * repositories are left out.
       */
      github?: {
        organization: string;
        /** Host of a GitHub integration. Default: github.com. */
        host?: string;
        /** Names to include, `*` stands for anything. Default: all. */
        include?: string | string[];
        /** Names to leave out, `*` stands for anything. */
        exclude?: string | string[];
      };
    }>;
  };
}
