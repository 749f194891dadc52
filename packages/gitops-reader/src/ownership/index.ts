export {
  claimsOfMetadata,
  isEngineObject,
  namespaceClaims,
  ownershipClaims,
  refOf,
} from './claims';
export type { OwnershipClaimsOptions } from './claims';
export { defaultOwnershipLabels } from './teamKeys';
export { teamNames } from './teamMarks';
export {
  livesWithEngine,
  namespaceClaim,
  NamespaceClaims,
} from './namespaceClaims';
export type { Place } from './namespaceClaims';
export { isThirdParty } from './thirdParty';
