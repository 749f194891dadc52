export { parseYaml, maxFileBytes, tooLarge } from './parseYaml';
export type { ParsedYaml } from './parseYaml';
export { lineOf, linesOf } from './lines';
export { cutEmbedded, cutSecretsDeep, secretValueKind } from './cutSecrets';
export type { SecretValueKind } from './cutSecrets';
