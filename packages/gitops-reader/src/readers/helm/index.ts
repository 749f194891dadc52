export { helmReader } from './reader';
