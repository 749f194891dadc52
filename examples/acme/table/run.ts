// Sends the table to a portal, and judges what it answers.
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { AnswerToJudge, judge, Judgement } from './judge';
import { Row, rows } from './rows';
import { alertsOfIncident, incidentOf, messageOf } from './senders';

export type Result = Judgement & { row: Row };

/** The part of an alert that tells which row it is. */
interface Listed {
  id: string;
  name: string;
  labels: Record<string, string>;
  ownership: string;
}

type Get = <T>(path: string) => Promise<T>;

const LONGEST_MS = 120_000;

/** Stands in for the API of PagerDuty, which is asked for what its webhook leaves out. */
export async function startPagerDuty(): Promise<{
  url: string;
  stop(): Promise<void>;
}> {
  const server = createServer((request, response) => {
    const [, incident] =
      /^\/incidents\/([^/]+)\/alerts/.exec(request.url ?? '') ?? [];
    const row = rows.find(
      candidate =>
        candidate.receiver === 'pagerduty' &&
        incidentOf(candidate) === incident,
    );
    response.writeHead(row ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(row ? alertsOfIncident(row) : {}));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('The stand-in for PagerDuty has no port');
  }
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: async () => {
      await new Promise(resolve => server.close(resolve));
    },
  };
}

export async function runTable(options: {
  baseUrl: string;
  /** Of who reads. */
  headers?: Record<string, string>;
  /** Default: all. */
  rows?: Row[];
}): Promise<Result[]> {
  const { baseUrl, headers = {}, rows: some = rows } = options;
  const get: Get = async (path: string) => {
    const response = await fetch(`${baseUrl}/api/plumbline${path}`, {
      headers: { accept: 'application/json', ...headers },
    });
    if (!response.ok) {
      throw new Error(`${path}: ${response.status} ${await response.text()}`);
    }
    return await response.json();
  };
  for (const row of some) {
    const { path, ...message } = messageOf(row);
    const response = await fetch(`${baseUrl}${path}`, {
      method: 'POST',
      ...message,
    });
    if (response.status !== 202) {
      throw new Error(
        `${row.receiver} did not take ${row.id}: ${response.status} ${await response.text()}`,
      );
    }
  }
  const listed = await untilAnswered(get, some);
  const results: Result[] = [];
  for (const row of some) {
    const alert = listed.get(row.id);
    const detail: { answer: AnswerToJudge } | undefined =
      alert && (await get(`/v1/alerts/${alert.id}`));
    results.push({ row, ...judge(row, detail?.answer) });
  }
  return results;
}

/** The alerts by their rows, once all of them are answered. */
async function untilAnswered(
  get: Get,
  some: Row[],
): Promise<Map<string, Listed>> {
  const deadline = Date.now() + LONGEST_MS;
  for (;;) {
    const listed = new Map<string, Listed>();
    let cursor = '';
    do {
      const page: { items: Listed[]; nextCursor?: string } = await get(
        `/v1/alerts?limit=200${cursor}`,
      );
      for (const alert of page.items) {
        const [id] =
          /row-\d{3}/.exec(`${alert.labels.row ?? ''} ${alert.name}`) ?? [];
        if (id && alert.ownership !== 'resolving') {
          listed.set(id, alert);
        }
      }
      cursor = page.nextCursor
        ? `&cursor=${encodeURIComponent(page.nextCursor)}`
        : '';
    } while (cursor);
    const missing = some.filter(
      row => row.truth !== 'plumbing' && !listed.has(row.id),
    );
    if (missing.length === 0 || Date.now() > deadline) {
      return listed;
    }
    await sleep(500);
  }
}
