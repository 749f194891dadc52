export { secretsOf } from './objects';
export type { SecretOfObject } from './objects';
export { secretsReader } from './reader';
