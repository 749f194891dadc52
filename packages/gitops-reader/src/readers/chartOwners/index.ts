export { chartOwnersReader } from './reader';
