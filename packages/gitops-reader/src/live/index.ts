export { cleanLiveObject } from './cleanLiveObject';
export { readLiveObject } from './readLiveObject';
export { readCluster } from './readCluster';
export { groupOf } from './marks';
