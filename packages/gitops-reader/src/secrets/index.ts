export { builtSecrets } from './built';
export { secretsOf } from './objects';
export { secretsReader } from './reader';
