export { workflowsReader } from './reader';
