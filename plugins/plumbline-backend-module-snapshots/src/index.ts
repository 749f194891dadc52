/**
 * Reads clusters from snapshot folders: the output of `kubectl get ... -o yaml`.
 *
 * @packageDocumentation
 */
export { plumblineModuleSnapshots as default } from './module';
