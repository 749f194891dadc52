export { claimsOfRules } from './claims';
export { Codeowners } from './codeowners';
export { chooseCodeowners } from './dialect';
export { codeownersReader, isLoaded } from './reader';
