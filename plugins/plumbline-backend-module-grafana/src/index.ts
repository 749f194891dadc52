/**
 * Takes alerts of Grafana.
 *
 * @packageDocumentation
 */
export { plumblineModuleGrafana as default } from './module';
