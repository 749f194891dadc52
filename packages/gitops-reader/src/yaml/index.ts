export { parseYaml, maxFileBytes, tooLarge } from './parseYaml';
export type { ParsedYaml } from './parseYaml';
export { LineIndex, lineOf, linesOf } from './lines';
export { cutCredentials, cutCredentialsOfText } from './credentials';
export { embeddedSecrets } from './embeddedSecrets';
export { cutEmbedded, cutSecretsDeep } from './cutSecrets';
export {
  cutValue,
  decodeBase64,
  holdsLogin,
  isCut,
  judgeSecretValue,
  secretKey,
  secretValueKind,
  vaultPath,
  vaultPathsIn,
} from './secretValues';
export { plainTemplateValues } from './templateSecrets';
export { plainSecretFinding } from './plainSecrets';
export { surroundingsOf } from './surroundings';
export {
  isSecretTextFile,
  isVariableFile,
  readSecretText,
  variableOf,
} from './secretText';
export type { SecretValueKind } from './secretValues';
