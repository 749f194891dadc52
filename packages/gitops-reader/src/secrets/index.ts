export { secretsOf } from './objects';
export { secretsReader } from './reader';
