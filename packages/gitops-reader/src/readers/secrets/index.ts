export { builtSecrets } from './built';
export { secretsOf } from './objects';
export { plainSources } from './plainSources';
export type { GeneratorPlace } from './plainSources';
export { secretsReader } from './reader';
