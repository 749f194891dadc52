export { policiesReader } from './reader';
