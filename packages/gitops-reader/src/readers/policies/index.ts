export { policyFacts } from './facts';
export { placedPolicies } from './place';
export { policiesReader } from './reader';
