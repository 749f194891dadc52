export { catalogReader } from './reader';
