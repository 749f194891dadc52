export { parseYaml, maxFileBytes, tooLarge } from './parseYaml';
export type { ParsedYaml } from './parseYaml';
export { lineOf, linesOf } from './lines';
export { secretValueKind, cutSecretsDeep } from './cutSecrets';
export type { SecretValueKind } from './cutSecrets';
