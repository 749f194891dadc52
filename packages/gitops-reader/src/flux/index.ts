export { fluxReader } from './reader';
