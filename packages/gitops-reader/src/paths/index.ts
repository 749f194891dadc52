export { conventionClaims } from './conventions';
export {
  classifyEnvironment,
  environmentOf,
  environmentOrder,
  Places,
} from './environments';
export type { PathPlace } from './environments';
export { pathsReader } from './reader';
