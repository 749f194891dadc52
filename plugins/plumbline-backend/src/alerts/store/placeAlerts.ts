import { digestOf } from '../../database/digest';
import { AlertToStore } from './AlertStore';
import { AlertRow } from './rows';

/** A firing alert that comes so soon after the end is a late repeat of what was before. */
const LATE_MS = 3 * 60_000;

/** What came, and from which delivery. */
export type ArrivedAlert = AlertToStore & {
  receiver: string;
  askedAt?: string;
};

export type KnownAlertRow = Pick<
  AlertRow,
  | 'id'
  | 'fingerprint_key'
  | 'origin'
  | 'status'
  | 'starts_at'
  | 'starts_at_said'
  | 'ends_at'
  | 'last_received'
>;

/** A time that an alert fired, as it stands after what arrived. */
export interface PlacedAlert {
  id: string;
  origin?: string;
  /** As the sender tells it, wrong as its clock may be: it says the same again next time. */
  said: string;
  startsAt: string;
  status: AlertRow['status'];
  endsAt?: string;
  /** When a row was last received; absent for a new one. */
  known?: string;
  /** What arrived of it. Absent: it is over because of what arrived of others. */
  alert?: ArrivedAlert;
  /** It was over, and fires again. */
  reopened: boolean;
}

/**
 * Which time that it fired each alert tells of, and what that means for the other times:
 * - an end ends all that began before it; one that is older than what fires is a late one and ends nothing;
 * - a new start ends those before it;
 * - what ended fires again when the sender says so, or when it is told long after the end. A late repeat is not that.
 *
 * Returns what changes, in the order of ids.
 */
export function placeAlerts(
  known: KnownAlertRow[],
  arrived: ArrivedAlert[],
  now: Date,
): PlacedAlert[] {
  const byFingerprint = new Map<string, PlacedAlert[]>();
  const timesOf = (fingerprint: string) => {
    const times = byFingerprint.get(fingerprint) ?? [];
    byFingerprint.set(fingerprint, times);
    return times;
  };
  for (const row of known) {
    timesOf(row.fingerprint_key).push({
      id: row.id,
      ...(row.origin !== null && { origin: row.origin }),
      said: row.starts_at_said ?? row.starts_at,
      startsAt: row.starts_at,
      status: row.status,
      ...(row.ends_at && { endsAt: row.ends_at }),
      known: row.last_received,
      reopened: false,
    });
  }
  const changed = new Set<PlacedAlert>();
  for (const alert of arrived) {
    const times = timesOf(alert.fingerprintKey);
    const place = alert.status === 'firing' ? placeFiring : placeResolved;
    place(alert, times, now).forEach(time => changed.add(time));
  }
  return [...changed].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function placeFiring(
  alert: ArrivedAlert,
  times: PlacedAlert[],
  now: Date,
): PlacedAlert[] {
  const mine = ofOrigin(times, alert.origin);
  const said = alert.startsAtSaid ?? alert.startsAt;
  const same = said
    ? (mine.find(time => time.said === said) ?? endedUnseen(mine, said))
    : latest(mine.filter(({ status }) => status === 'firing'));
  if (same) {
    if (alert.muted && same.status === 'resolved') {
      return [];
    }
    if (same.status === 'resolved' && firesAgain(alert, same, now)) {
      same.status = 'firing';
      same.reopened = true;
      delete same.endsAt;
    }
    return [took(same, alert)];
  }
  if (alert.muted) {
    return [];
  }
  const at = now.toISOString();
  const startsAt = alert.startsAt ?? at;
  const before = mine.filter(
    time => time.status === 'firing' && time.startsAt < startsAt,
  );
  before.forEach(time => end(time, startsAt));
  return [...before, added(times, alert, said ?? at, startsAt)];
}

function placeResolved(
  alert: ArrivedAlert,
  times: PlacedAlert[],
  now: Date,
): PlacedAlert[] {
  const mine = ofOrigin(times, alert.origin);
  const said = alert.startsAtSaid ?? alert.startsAt;
  const at = alert.endsAt ?? now.toISOString();
  const same = said ? mine.find(time => time.said === said) : undefined;
  const open = mine.filter(({ status }) => status === 'firing');
  const over = open.filter(time => time === same || time.startsAt <= at);
  over.forEach(time => end(time, at));
  const meant = same ?? latest(over);
  if (meant) {
    meant.endsAt = alert.endsAt ?? meant.endsAt ?? at;
    return [...over, took(meant, alert)];
  }
  if (!said && open.length > 0) {
    return [];
  }
  const last = said ? undefined : latest(mine);
  if (last && (!alert.endsAt || (last.endsAt ?? '') >= alert.endsAt)) {
    return [took(last, alert)];
  }
  // It began unseen: where the start is not told, it is taken to be the end.
  return [added(times, alert, said ?? at, alert.startsAt ?? at)];
}

/** Alerts of another origin are other ones. Where one side does not know it, the fingerprint decides. */
function ofOrigin(
  times: PlacedAlert[],
  origin: string | undefined,
): PlacedAlert[] {
  return times.filter(
    time =>
      origin === undefined ||
      time.origin === undefined ||
      time.origin === origin,
  );
}

/** The end that came before the start did. */
function endedUnseen(
  times: PlacedAlert[],
  start: string,
): PlacedAlert | undefined {
  return times.find(
    ({ status, startsAt, endsAt }) =>
      status === 'resolved' && startsAt === endsAt && start < endsAt,
  );
}

function firesAgain(
  { reopen, askedAt }: ArrivedAlert,
  { endsAt = '', known }: PlacedAlert,
  now: Date,
): boolean {
  if (reopen) {
    // What came while the sender was asked is newer than its answer.
    return !known || !askedAt || known <= askedAt;
  }
  const late = new Date(now.getTime() - LATE_MS).toISOString();
  return endsAt < late && known !== undefined && known < late;
}

function latest(times: PlacedAlert[]): PlacedAlert | undefined {
  return times.reduce<PlacedAlert | undefined>(
    (last, time) => (last && last.startsAt > time.startsAt ? last : time),
    undefined,
  );
}

function end(time: PlacedAlert, at: string): void {
  time.status = 'resolved';
  time.reopened = false;
  time.endsAt = at;
}

function took(time: PlacedAlert, alert: ArrivedAlert): PlacedAlert {
  time.alert = alert;
  time.origin ??= alert.origin;
  return time;
}

function added(
  times: PlacedAlert[],
  alert: ArrivedAlert,
  said: string,
  startsAt: string,
): PlacedAlert {
  const { fingerprintKey, origin, status, endsAt } = alert;
  const id = digestOf(fingerprintKey, origin ?? '', said);
  const time: PlacedAlert = {
    // One that fires, ends and fires again within one delivery, without a start, is told by how often it did.
    id: times.some(other => other.id === id) ? digestOf(id, times.length) : id,
    said,
    startsAt,
    status,
    ...(status === 'resolved' && { endsAt: endsAt ?? startsAt }),
    reopened: false,
  };
  times.push(time);
  return took(time, alert);
}
