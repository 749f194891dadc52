export { placedPolicies } from './place';
export { policiesReader } from './reader';
