export type {
  AskedPath,
  Deployment,
  Deployments,
  EngineName,
  EngineObject,
  Layer,
  Origin,
  Release,
  Variable,
  Variables,
} from './deployment';
export { clusterName, destinationOf } from './destination';
export { engineClaims } from './engineClaims';
export { isClusterSecret, isEngine } from './engines';
export { readEngine } from './readEngine';
export { Lookup } from './lookup';
export { modelOf } from './model';
export type { Model } from './model';
export { isOpen } from './ownRepository';
export { TreeIndex, treeIndexOf } from './treeIndex';
export type { Variant } from './variants';
