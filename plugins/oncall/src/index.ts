/**
 * From an alert to its owner and the config line behind it.
 *
 * @packageDocumentation
 */
export { default } from './plugin';
export { oncallPlugin } from './plugin';
