export { isCiFile, workflowsReader } from './reader';
