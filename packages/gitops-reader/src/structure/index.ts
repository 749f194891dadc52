export { floatingVersions } from './floating';
export { structureReader } from './reader';
