export { floatingVersions } from './floating';
export type { FloatingPins } from './floating';
export { structureReader } from './reader';
