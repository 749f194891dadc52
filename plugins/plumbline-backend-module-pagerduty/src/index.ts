/**
 * Takes incidents of PagerDuty, writes the owner back as a note, and tells who is on call.
 *
 * @packageDocumentation
 */
export { plumblineModulePagerDuty as default } from './module';
