import { JsonObject } from '../../facts';
import { textAt } from '../../lib/json';

/** Variables of Argo CD's build environment, as far as an Application tells them. */
function variablesOf(
  application: JsonObject,
  source: JsonObject,
): Record<string, string | undefined> {
  return {
    ARGOCD_APP_NAME: textAt(application, 'metadata', 'name'),
    ARGOCD_APP_NAMESPACE: textAt(
      application,
      'spec',
      'destination',
      'namespace',
    ),
    ARGOCD_APP_PROJECT_NAME: textAt(application, 'spec', 'project'),
    ARGOCD_APP_SOURCE_PATH: textAt(source, 'path'),
    ARGOCD_APP_SOURCE_REPO_URL: textAt(source, 'repoURL'),
    ARGOCD_APP_SOURCE_TARGET_REVISION: textAt(source, 'targetRevision'),
  };
}

/**
 * Fills in what Argo CD fills in when it renders a source: `values-$ARGOCD_APP_NAME.yaml`. What only a run knows stays
 * as `${NAME}`, which is open to everybody who reads it.
 */
export function withBuildEnvironment(
  text: string,
  application: JsonObject,
  source: JsonObject,
): string {
  if (!text.includes('$')) {
    return text;
  }
  const variables = variablesOf(application, source);
  return text.replace(
    /\$(?:(\$)|(\w+)|\{(\w+)\})/g,
    (_, escaped: string | undefined, bare = '', braced = bare) =>
      escaped ?? variables[braced] ?? `\${${braced}}`,
  );
}
