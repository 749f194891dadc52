export { conventionClaims } from './conventions';
export { environmentOf, Places, placesOf } from './places';
export { isHolder, isPart, subjectOf } from './subjects';
export type { PathPlace } from './places';
export { isPlaceBelow, isRegionOf, saysEnvironment } from './segments';
export { isLayout } from './siblings';
export { saidByValues } from './sites';
export {
  canonicalPlace,
  classifyEnvironment,
  environmentOrder,
  EnvironmentWords,
  isHarmless,
  isRegion,
  ringOf,
  wordsOf,
} from './words';
export { pathsReader } from './reader';
