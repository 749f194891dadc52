export { isHelmfileName } from './fileNames';
export { helmfileReader } from './reader';
