export { claimsOfRules } from './claims';
export { Codeowners } from './codeowners';
export type { CodeownersError, CodeownersRule } from './codeowners';
export { chooseCodeowners, codeownersPaths } from './dialect';
export { codeownersReader, isLoaded } from './reader';
