/**
 * Lets the search find what Plumbline knows.
 *
 * @packageDocumentation
 */

export { searchModulePlumbline as default } from './module';
