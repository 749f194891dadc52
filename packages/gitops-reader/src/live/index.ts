export { cleanLiveObject } from './cleanLiveObject';
export { readLiveObject } from './readLiveObject';
export { ClusterReading, readCluster } from './readCluster';
export { linkTo } from './links';
export {
  groupOf,
  installationOf,
  instanceHint,
  instanceMark,
  markStrength,
} from './marks';
export { maxOutOfSync } from './engineState';
