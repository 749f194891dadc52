import {
  AlertOwnership,
  AlertResolution,
  AlertVerdict,
} from '@plumbline/plugin-plumbline-common';
import { AlertToAnnounce } from './AlertStore';

export interface AlertRow {
  id: string;
  receiver: string;
  fingerprint_key: string;
  origin: string | null;
  question_key: string;
  status: 'firing' | 'resolved';
  rank: number;
  starts_at: string;
  starts_at_said: string | null;
  ends_at: string | null;
  name: string;
  severity: string | null;
  labels: string;
  annotations: string;
  links: string;
  generator_url: string | null;
  external_id: string | null;
  external_url: string | null;
  search: string;
  first_received: string;
  last_received: string;
  deliveries: number;
  first_look_at: string | null;
  first_look_by: string | null;
  verdict: 'right' | 'wrong' | null;
  verdict_team: string | null;
  verdict_by: string | null;
  verdict_at: string | null;
  verdict_finding: string | null;
  announced_at: string | null;
  notified_at: string | null;
  reopened_at: string | null;
}

/** An alert with what is known of its question. */
export type FoundAlertRow = AlertRow & {
  ownership: AlertOwnership;
  resolution: string | null;
};

export const FOUND_COLUMNS = [
  'alerts.*',
  'alert_questions.ownership',
  'alert_questions.resolution',
];

/** Order in the list: firing without owner, firing, resolved. */
export function rankOf(
  status: AlertRow['status'],
  ownership: AlertOwnership,
): number {
  if (status === 'resolved') {
    return 2;
  }
  return ownership === 'owned' || ownership === 'resolving' ? 1 : 0;
}

export function rowToAlert(row: FoundAlertRow): AlertToAnnounce {
  const verdict = verdictOf(row);
  const resolution: AlertResolution | undefined = row.resolution
    ? JSON.parse(row.resolution)
    : undefined;
  const look = duration(row.starts_at, row.first_look_at);
  const confirmed = duration(row.starts_at, confirmedAt(row));
  return {
    id: row.id,
    receiver: row.receiver,
    name: row.name,
    ...(row.severity && { severity: row.severity }),
    status: row.status,
    labels: JSON.parse(row.labels),
    annotations: JSON.parse(row.annotations),
    links: JSON.parse(row.links),
    ...(row.generator_url && { generatorURL: row.generator_url }),
    ...(row.external_url && { externalUrl: row.external_url }),
    ...(row.external_id && {
      external: {
        id: row.external_id,
        ...(row.external_url && { url: row.external_url }),
      },
    }),
    startsAt: row.starts_at,
    ...(row.starts_at_said && { startsAtSaid: row.starts_at_said }),
    ...(row.ends_at && { endsAt: row.ends_at }),
    firstReceived: row.first_received,
    lastReceived: row.last_received,
    deliveries: row.deliveries,
    ownership: row.ownership,
    ...(resolution && { resolution }),
    ...(row.first_look_at &&
      row.first_look_by && {
        firstLook: { at: row.first_look_at, by: row.first_look_by },
      }),
    ...(verdict && { verdict }),
    ...((look !== undefined || confirmed !== undefined) && {
      timeToOwner: {
        ...(look !== undefined && { look }),
        ...(confirmed !== undefined && { confirmed }),
      },
    }),
  };
}

/** When a person confirmed an owner: said that it is right, or which one is. */
export function confirmedAt(
  row: Pick<AlertRow, 'verdict' | 'verdict_team' | 'verdict_at'>,
): string | null {
  return row.verdict === 'right' || row.verdict_team ? row.verdict_at : null;
}

function verdictOf(row: AlertRow): AlertVerdict | undefined {
  return row.verdict && row.verdict_by && row.verdict_at
    ? {
        verdict: row.verdict,
        ...(row.verdict_team && { team: row.verdict_team }),
        by: row.verdict_by,
        at: row.verdict_at,
        ...(row.verdict_finding && {
          finding: JSON.parse(row.verdict_finding),
        }),
      }
    : undefined;
}

/** Milliseconds, none below zero. */
export function duration(from: string, to: string | null): number | undefined {
  return to === null
    ? undefined
    : Math.max(0, Date.parse(to) - Date.parse(from));
}
