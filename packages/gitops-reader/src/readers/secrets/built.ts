import { SecretFact } from '../../facts';
import { ofVariants } from '../../deployments/variantFacts';
import { secretsOf } from './objects';

/** Secrets as patches and variables make them: another store, another name. */
export const builtSecrets = ofVariants(
  (value, { location, lines }): SecretFact[] =>
    secretsOf(value, lines).map(({ at, ...fact }) => ({
      ...fact,
      location: at === undefined ? location : { ...location, line: at },
    })),
  ({ mechanism, object, name, store }) => [
    mechanism,
    // The name of the object itself is told where that stands.
    object === undefined ? undefined : name,
    store,
  ],
);
