/**
 * Which version runs where, what waits, and why.
 *
 * @packageDocumentation
 */
export { default } from './plugin';
export { promotionPlugin } from './plugin';
export { promotionApiRef } from './api';
