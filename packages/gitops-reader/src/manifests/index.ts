export { manifestsReader } from './reader';
export {
  imagePins,
  isKubernetesObject,
  isPlainName,
  objectsOf,
  readObject,
} from './readObject';
export { TestFiles, testFilesOf } from './testFiles';
