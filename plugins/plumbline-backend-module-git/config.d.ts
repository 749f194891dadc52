export interface Config {
  plumbline?: {
    repositories?: Array<{
      /**
       * A checkout, a bare repository or a plain directory on this machine, read in place. A relative path starts at the
       * folder that the backend is started in.
       */
      path?: string;
      /** Anything that git can fetch: an https, ssh or file URL, or `user@host:path`. */
      url?: string;
      /** Branch; the default branch where it is left out. */
      branch?: string;
      /** Name in answers; otherwise taken from the URL, or from the `origin` of the checkout, or from its directory. */
      name?: string;
      /** Pages of the repository on its host, for links. */
      webUrl?: string;
    }>;
    storage?: {
      /**
       * Folder for the mirrors of remote repositories. It can be deleted at any time: it is fetched again. Default:
       * `plumbline` below `backend.workingDirectory`, or below the user's cache directory.
       */
      directory?: string;
    };
  };
}
