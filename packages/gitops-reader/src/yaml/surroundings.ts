/** Files that start what they log in to themselves: jobs of CI, and Docker Compose. */
const tryOuts =
  /(^|\/)(\.github|\.gitlab|\.gitea|\.circleci|\.azuredevops)\/|(^|\/)((docker-)?compose[^/]*|[^/]*\.gitlab-ci|azure-pipelines[^/]*|bitbucket-pipelines)\.ya?ml$/i;

/** Where texts are translated. */
const translations =
  /(^|\/)(i18n|locales?|lang(uages?)?|translations?)\/|(^|\/)(messages|labels|i18n|texts)[^/]*\.properties$/i;

/**
 * All that the path of a file tells of the values in it. What judges values is given this and no path, so that files of
 * the same content and surroundings are known to be read the same.
 */
export interface Surroundings {
  /** What is logged in to is started by the file itself. */
  isTryOut: boolean;
  isTranslation: boolean;
}

/** @see {@link Surroundings} */
export function surroundingsOf(path: string): Surroundings {
  return {
    isTryOut: tryOuts.test(path),
    isTranslation: translations.test(path),
  };
}
