export {
  claimsOfMetadata,
  isEngineObject,
  namespaceClaims,
  ownershipClaims,
  refOf,
} from './claims';
export type { ObjectPlace, OwnershipClaimsOptions } from './claims';
export { defaultOwnershipLabels } from './teamKeys';
export { teamMarks, teamNames } from './teamMarks';
export type { TeamMark } from './teamMarks';
export { namespaceClaim, NamespaceClaims } from './namespaceClaims';
export type { Place } from './namespaceClaims';
export { isThirdParty } from './thirdParty';
