import { AlertSummary } from './types';

/**
 * What alerts, how bad it is and since when, in a line of text.
 *
 * @public
 */
export function alertInLine({
  name,
  severity,
  status,
  startsAt,
}: Pick<AlertSummary, 'name' | 'severity' | 'status' | 'startsAt'>): string {
  const since = `${startsAt.slice(0, 16).replace('T', ' ')} UTC`;
  return `${name}${severity ? ` (${severity})` : ''}, ${
    status === 'firing' ? `firing since ${since}` : 'resolved'
  }`;
}
