/**
 * Who owns what, what nobody owns, and what is contested.
 *
 * @packageDocumentation
 */
export { default } from './plugin';
export { ownershipPlugin } from './plugin';
