export { Codeowners, maxCodeownersBytes } from './codeowners';
export type { CodeownersError, CodeownersRule } from './codeowners';
export { claimsOfRule, codeownersPaths, codeownersReader } from './reader';
