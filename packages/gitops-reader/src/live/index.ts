export { readLiveObject } from './readLiveObject';
export { readCluster } from './readCluster';
export { groupOf } from './marks';
