export * from './types';
export {
  classifyVersion,
  isFloating,
  type ClassifiedVersion,
  type VersionScheme,
} from './versions/classifyVersion';
export { compareVersions, type VersionOrder } from './versions/compareVersions';
export { assess, type AssessOptions } from './state/assess';
export {
  attentionOf,
  defaultAttentionLimits,
  type Attention,
  type AttentionKind,
  type AttentionLimits,
} from './state/attention';
export type { CommitOrder } from './state/comparePins';
export {
  FreezeCalendar,
  type Freeze,
  type FreezeRule,
  type WeekTime,
} from './freeze/FreezeCalendar';
export * from './gates/types';
export { stateOf } from './gates/stateOf';
export { pendingInKargo } from './gates/kargo';
export { pendingInPromoter } from './gates/promoter';
export {
  bumpsIn,
  pendingOfDeployments,
  pendingOfPullRequests,
} from './gates/pullRequests';
export { artefactOf, mainPin } from './state/mainPin';
export { isOf, whyNotAsDeclared } from './state/divergence';
export {
  joinServices,
  NO_ENVIRONMENT,
  type JoinedService,
  type JoinOptions,
  type RepositoryService,
  type ServiceRule,
  type ServiceRuleMember,
} from './services/joinServices';
export { leadsTo } from './services/echoes';
export {
  PlaceNames,
  type DeployedPart,
  type KnownCluster,
} from './services/PlaceNames';
export {
  arrivals,
  currentChange,
  paceOf,
  rolledBack,
  type Arrival,
  type Pace,
} from './history/pinHistory';
export {
  PinnedText,
  type LocatorStep,
  type PinLocator,
} from './history/PinnedText';
export type { ReadContents } from './history/HeldTexts';
export { LandingWalk, type Landing } from './history/LandingWalk';
export {
  changesOfPins,
  type ChangesOfPinsOptions,
  type FollowedPin,
  type FoundChange,
  type FoundChanges,
} from './history/changesOfPins';
