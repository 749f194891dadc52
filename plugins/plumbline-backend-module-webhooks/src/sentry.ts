import { textAt, valueAt } from './paths';

/** Issues that are assigned, archived or commented on neither begin nor end by that. */
const ISSUE_ACTIONS = ['created', 'unresolved', 'resolved'];

/**
 * Whether what Sentry sends is an alert. Its integrations tell of installations, comments and issues at the same address; the header
 * that says which one it is, is not signed.
 */
export function isAboutAlerts(body: unknown): boolean {
  if (valueAt(body, 'data.issue') !== undefined) {
    return ISSUE_ACTIONS.includes(textAt(body, 'action') ?? '');
  }
  return ['data.event', 'data.metric_alert', 'data.error'].some(
    path => valueAt(body, path) !== undefined,
  );
}
