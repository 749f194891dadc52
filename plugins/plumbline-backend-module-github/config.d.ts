export interface Config {
  plumbline?: {
    promotion?: {
      /**
       * Reads pull requests that touch pinned versions, their checks and approvals, and deployments that wait, of all
       * repositories on a host of `integrations.github`. Off where it is left out.
       */
      github?: {
        /** How many requests one pass may send for an organisation, answers that say "unchanged" included. Default: 300. */
        requests?: number;
      };
    };
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
