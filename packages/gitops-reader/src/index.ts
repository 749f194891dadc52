export * from './tree';
export * from './facts';
export type { PathSet } from './pathSets';
export * from './reader';
export { claimsForPath, directoryClaimsOf } from './claimsForPath';
export { pathRules } from './pathRules';
export {
  codeownersSubject,
  ownershipFileNames,
  statedOwners,
  type StatedOwners,
} from './statedOwners';
export { defaultOwnershipLabels, teamNames } from './ownership';
export { parseKubernetesYaml } from './kubernetesYaml';
export {
  canonicalPlace,
  classifyEnvironment,
  environmentOf,
  environmentOrder,
} from './paths';
export type { PathPlace } from './paths';
export {
  isNamedAfter,
  normalizeRepositoryUrl,
} from './deployments/ownRepository';
export { readRepository, RepositoryReader } from './readRepository';
export type {
  ReadProgress,
  ReadRepositoryOptions,
  ReadSettings,
} from './readRepository';
export { lineOf, parseYaml } from './yaml';
export type { ParsedYaml } from './yaml';
export * from './live';
export { buildKustomization } from './kustomize';
export { releaseSubject } from './helm/releaseSubject';
export { servicesOf } from './services';
export type {
  Service,
  ServiceEnvironment,
  ServiceObject,
  ServiceVersion,
} from './services';
export { ruleOf, rules, type Rule } from './rules';
export {
  inNamespace,
  readPortalEntity,
  workloadClaims,
  workloadOwner,
  type PortalEntity,
  type WorkloadOwner,
} from './catalog';
