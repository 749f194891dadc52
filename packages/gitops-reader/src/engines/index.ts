export type { EngineContext, EngineParts } from './context';
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
export { clusterName, destinationOf, isStillOpen } from './destination';
export { engineClaims } from './engineClaims';
export { isClusterSecret, isEngine } from './engines';
export { Lookup } from './lookup';
export { isOpen } from './ownRepository';
export { TreeIndex, treeIndexOf } from './treeIndex';
