export { claimsOfRules } from './claims';
export { Codeowners, parseCodeowners } from './codeowners';
export { chooseCodeowners } from './dialect';
export { codeownersReader, isLoaded } from './reader';
