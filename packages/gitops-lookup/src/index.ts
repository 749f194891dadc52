export * from './answer';
export * from './factIndex';
export * from './lastChange';
export type { ArgoInstallation } from './lookup/argocd';
export * from './lookup/createLookup';
export * from './memory/MemoryIndex';
export * from './memory/kinds';
export {
  defaultPrecedence,
  isOfCatalog,
  resolveOwners,
  resolvePrecedence,
  type Ownership,
  type OwnershipOptions,
  type ResolveOwnersOptions,
} from './ownership/resolveOwners';
export { describing, TeamDirectory } from './ownership/TeamDirectory';
export { runningKinds } from './names/kinds';
export { onePerPlace, type BuiltAt } from './onePerPlace';
export {
  ownershipOfObjects,
  type ObjectOwnership,
} from './lookup/ownershipOfObjects';
export { questionOfObject } from './question/questionOfObject';
export type { Drift, SecretTrouble, Standing } from './lookup/standing';
export {
  claimsOfPaths,
  claimsOfService,
  ownersOfPaths,
  ownersOfService,
} from './ownership/ownersOfPaths';
export { sameMark } from './ownership/sameMark';
export {
  foldedMark,
  normalizeTeam,
  shortTeamKey,
  teamKey,
  wantedKeys,
  writtenMark,
} from './ownership/teamKey';
export * from './text/chat/renderMarkdown';
export * from './text/chat/renderSlack';
export * from './text/chat/renderTeams';
export * from './text/pages';
export * from './text/renderText';
export { clean, describeEvidence, type RenderOptions } from './text/words';
export { parseQuestion } from './question/parseQuestion';
export { readPayload, type PayloadAlert } from './question/payload';
export type { LabelledQuestion } from './question/labels';
export type {
  ClusterHint,
  PathTarget,
  Question,
  Target,
  TeamHint,
} from './question/types';
