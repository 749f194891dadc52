/**
 * What Plumbline reads, how fresh it is, and what went wrong.
 *
 * @packageDocumentation
 */
export { default } from './plugin';
export { sourcesPlugin } from './plugin';
