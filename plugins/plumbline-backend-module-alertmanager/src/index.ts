/**
 * Takes alerts of Alertmanager: its webhook, and its API for what that leaves out.
 *
 * @packageDocumentation
 */
export { plumblineModuleAlertmanager as default } from './module';
