export { parseYaml, maxFileBytes, tooLarge } from './parseYaml';
export type { ParsedYaml } from './parseYaml';
export { lineOf, linesOf } from './lines';
export { cutCredentials, cutCredentialsOfText } from './credentials';
export {
  cutEmbedded,
  cutSecretsDeep,
  isCut,
  judgeSecretValue,
  secretKey,
  secretValueKind,
  vaultPath,
  vaultPathsIn,
} from './cutSecrets';
export { plainTemplateValues } from './templateSecrets';
export { isSecretTextFile, readSecretText } from './secretText';
export type { SecretValueKind } from './cutSecrets';
