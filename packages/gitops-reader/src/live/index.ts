export { cleanLiveObject } from './cleanLiveObject';
export { readLiveObject } from './readLiveObject';
export { ClusterReading, readCluster } from './readCluster';
export { linkTo } from './links';
export { groupOf, instanceHint, markStrength } from './marks';
export { commitOfRevision } from './engineState';
