import alerts from '@internal/acme/alerts.json';

/** An alert of the demo organisation with the answer that is true by its files. */
export interface DemoAlert {
  id: string;
  title: string;
  input: string;
  expected: {
    owners?: string[];
    /** Teams of which any may be named, where the question fits several things. */
    possible?: string[];
    unowned?: 'nobody' | 'explicit' | null;
    contested?: boolean;
    subject?: string;
    cluster?: string;
    source?: string;
    config?: { repository: string; path: string; line?: number } | null;
  };
}

export const demoAlerts: DemoAlert[] = alerts as DemoAlert[];

/** The part of an answer that the truth speaks of. */
export interface AnswerLike {
  subject?: {
    type: string;
    kind?: string;
    namespace?: string;
    name?: string;
    cluster?: string;
  };
  candidates: { owners: string[] }[];
  owners: { team: string; source: string; confidence: string }[];
  unowned: string | null;
  contested: boolean;
  config: { repository: string; path: string; line?: number }[];
}

/** In what an answer differs from the truth, in words; empty when in nothing. */
export function differences(alert: DemoAlert, answer: AnswerLike): string[] {
  const { expected } = alert;
  const found: string[] = [];
  const compare = (what: string, actual: unknown, wanted: unknown) => {
    if (JSON.stringify(actual) !== JSON.stringify(wanted)) {
      found.push(
        `${alert.id}: ${what} is ${JSON.stringify(actual)}, not ${JSON.stringify(wanted)}`,
      );
    }
  };
  const teams = [...new Set(answer.owners.map(owner => owner.team))].sort();
  if (expected.possible) {
    // Several things fit: each of their owners is in sight, and none is passed off as the one.
    const named = new Set([
      ...teams,
      ...answer.candidates.flatMap(candidate => candidate.owners),
    ]);
    compare(
      'set of possible owners',
      [...named].sort(),
      [...expected.possible].sort(),
    );
    if (!answer.contested && teams.length === 1) {
      found.push(
        `${alert.id}: one owner is stated though several are possible`,
      );
    }
    return found;
  }
  compare('owners', teams, [...(expected.owners ?? [])].sort());
  if (expected.unowned !== undefined && answer.subject) {
    compare('unowned', answer.unowned, expected.unowned);
  }
  if (expected.contested !== undefined) {
    compare('contested', answer.contested, expected.contested);
  }
  if (expected.subject) {
    const { kind, namespace, name } = answer.subject ?? {};
    compare(
      'subject',
      [kind, namespace, name].filter(Boolean).join('/'),
      expected.subject,
    );
  }
  if (expected.cluster) {
    compare('cluster', answer.subject?.cluster, expected.cluster);
  }
  if (expected.source) {
    compare('source', answer.owners[0]?.source, expected.source);
  }
  if (expected.config === null) {
    compare('config', answer.config, []);
  } else if (expected.config) {
    const { repository, path, line } = expected.config;
    const place = answer.config.find(
      item =>
        item.repository === repository &&
        item.path === path &&
        (line === undefined || item.line === line),
    );
    if (!place) {
      found.push(
        `${alert.id}: ${repository}/${path}:${line ?? ''} is not among the config places ${JSON.stringify(
          answer.config.map(
            item => `${item.repository}/${item.path}:${item.line ?? ''}`,
          ),
        )}`,
      );
    }
  }
  return found;
}
