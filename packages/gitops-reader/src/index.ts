export * from './files/tree';
export * from './facts';
export type { PathSet } from './files/pathSets';
export * from './readers/reader';
export { claimsForPath, directoryClaimsOf } from './claims/claimsForPath';
export { pathRules } from './claims/pathRules';
export {
  codeownersSubject,
  ownershipFileNames,
  statedOwners,
  type StatedOwners,
} from './claims/statedOwners';
export { defaultOwnershipLabels, teamNames } from './ownership';
export { parseKubernetesYaml } from './yaml/kubernetesYaml';
export {
  canonicalPlace,
  classifyEnvironment,
  environmentOf,
  environmentOrder,
} from './readers/paths';
export type { PathPlace } from './readers/paths';
export { isNamedAfter, normalizeRepositoryUrl } from './engines/ownRepository';
export { readRepository, RepositoryReader } from './readRepository';
export type {
  ReadProgress,
  ReadRepositoryOptions,
  ReadSettings,
} from './readRepository';
export { lineOf, parseYaml } from './yaml';
export type { ParsedYaml } from './yaml';
export * from './live';
export { buildKustomization } from './readers/kustomize';
export { releaseSubject } from './readers/helm/releaseSubject';
export { servicesOf } from './services';
export type {
  Service,
  ServiceEnvironment,
  ServiceObject,
  ServiceVersion,
} from './services';
export { ruleOf, rules, type Rule } from './findings/rules';
export {
  inNamespace,
  readPortalEntity,
  workloadClaims,
  workloadOwner,
  type PortalEntity,
  type WorkloadOwner,
} from './readers/catalog';
