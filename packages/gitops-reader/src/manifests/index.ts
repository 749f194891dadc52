export { manifestsReader } from './reader';
export {
  imagePins,
  isKubernetesObject,
  isPlainName,
  keptAnnotations,
  objectsOf,
  readObject,
} from './readObject';
export type { PlacedObject } from './readObject';
export { TestFiles, testFilesOf } from './testFiles';
