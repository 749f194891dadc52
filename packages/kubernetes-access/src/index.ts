/**
 * What Plumbline reads of a cluster, and the ClusterRole that allows exactly that.
 *
 * @packageDocumentation
 */
export {
  defaultRules,
  everyResource,
  resourcesOf,
  type AccessRule,
} from './rules';
export {
  isSecretResource,
  ResourceChoiceError,
  selectResources,
  type ResourceChoice,
} from './selectResources';
export {
  renderClusterRole,
  type ClusterRoleOptions,
} from './renderClusterRole';
