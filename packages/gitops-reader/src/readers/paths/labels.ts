import { EnvironmentWords } from './words';

/** Keys of labels that say an environment, by what follows the slash, without `-`, `_` and case. */
const environmentKeys = /^(env|environment|envname|environmentname)$/;

/**
 * The environment that labels say: `environment: prd`, `acme.example/environment-name: staging`. Values that are no word
 * for one say nothing, nor do labels that say two.
 */
export function environmentOfLabels(
  labels: Record<string, string> | undefined,
  words: EnvironmentWords,
): string | undefined {
  const said = new Set<string>();
  for (const key of Object.keys(labels ?? {})) {
    const value = labels?.[key] ?? '';
    const last = key.slice(key.lastIndexOf('/') + 1);
    if (environmentKeys.test(last.toLowerCase().replace(/[-_]/g, ''))) {
      const environment =
        words.configured(value) ?? words.strict(value.trim(), 'all');
      // An archive is a place, and no label.
      if (environment !== undefined && environment !== 'archived') {
        said.add(environment);
      }
    }
  }
  const [environment, ...others] = said;
  return others.length === 0 ? environment : undefined;
}
