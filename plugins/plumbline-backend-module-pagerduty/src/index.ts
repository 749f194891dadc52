/**
 * Takes incidents of PagerDuty, and writes the owner back as a note.
 *
 * @packageDocumentation
 */
export { plumblineModulePagerDuty as default } from './module';
