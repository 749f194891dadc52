export { ownersReader } from './reader';
