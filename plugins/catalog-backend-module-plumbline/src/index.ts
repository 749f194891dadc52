/**
 * Gives the catalog entities of what Plumbline found.
 *
 * @packageDocumentation
 */

export { catalogModulePlumbline as default } from './module';
