/**
 * Takes alerts of Opsgenie and Jira Service Management.
 *
 * @packageDocumentation
 */
export { plumblineModuleOpsgenie as default } from './module';
