export { manifestsReader } from './reader';
export {
  imagePins,
  isKubernetesObject,
  isPlainName,
  objectsOf,
  readObject,
  type PlacedObject,
} from './readObject';
export { TestFiles, testFilesOf } from './testFiles';
