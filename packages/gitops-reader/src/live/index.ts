export { readLiveObject } from './readLiveObject';
export { readCluster } from './readCluster';
