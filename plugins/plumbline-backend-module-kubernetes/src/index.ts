/**
 * Follows Kubernetes clusters as they change, without permission to read a Secret.
 *
 * @packageDocumentation
 */
export { plumblineModuleKubernetes as default } from './module';
