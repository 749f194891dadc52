/**
 * Takes alerts of Datadog, incident.io, Sentry, CloudWatch, Robusta, and of anything that sends JSON.
 *
 * @packageDocumentation
 */
export { plumblineModuleWebhooks as default } from './module';
