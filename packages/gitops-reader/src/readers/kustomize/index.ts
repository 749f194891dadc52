export { buildKustomization, kustomizeReader } from './reader';
