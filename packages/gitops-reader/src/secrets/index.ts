export { isSopsEncrypted, secretsOf, secretsReader } from './reader';
export type { SecretOfObject } from './reader';
