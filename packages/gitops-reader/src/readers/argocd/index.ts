export { argocdReader } from './reader';
