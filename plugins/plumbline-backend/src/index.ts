/**
 * Indexes repositories and clusters, and answers who owns what.
 *
 * @packageDocumentation
 */
export { plumblinePlugin as default } from './plugin';
