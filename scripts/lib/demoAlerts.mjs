import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './paths.mjs';

const minuteMs = 60_000;

/**
 * The alerts of the demo organisation, as an Alertmanager would send them now: each started a few minutes after the one
 * before, and the last of them is over.
 */
async function demoAlerts(now) {
  const file = path.join(root, 'examples/acme/alerts.json');
  const questions = JSON.parse(await readFile(file, 'utf8'));
  const labelled = questions
    .map(({ input }) => alertIn(input))
    .filter(alert => alert?.labels?.alertname);
  return labelled.map((alert, at) => {
    const startsAt = new Date(now - (3 + 4 * at) * minuteMs).toISOString();
    const over = at === labelled.length - 1;
    return {
      status: over ? 'resolved' : 'firing',
      labels: alert.labels,
      annotations: alert.annotations ?? {},
      startsAt,
      endsAt: over ? new Date(now).toISOString() : '0001-01-01T00:00:00Z',
      generatorURL: alert.generatorURL ?? '',
      fingerprint: alert.fingerprint ?? at.toString(16).padStart(16, 'd'),
    };
  });
}

/** An alert as JSON, or a set of labels as Prometheus writes it. */
function alertIn(input) {
  try {
    return JSON.parse(input);
  } catch {
    const pairs = [...input.matchAll(/([\w./-]+)="([^"]*)"/g)];
    return {
      labels: Object.fromEntries(pairs.map(([, key, value]) => [key, value])),
    };
  }
}

/**
 * Waits until every source was read or has failed, so that the first answers are the right ones; no longer than a minute.
 *
 * @returns {Promise<boolean>} whether they were
 */
export async function untilRead(baseUrl, token) {
  const deadline = Date.now() + minuteMs;
  while (Date.now() < deadline) {
    const response = await fetch(
      `${baseUrl}/api/plumbline/v1/sources?limit=200`,
      {
        headers: { authorization: `Bearer ${token}` },
      },
    );
    if (response.ok) {
      const { items } = await response.json();
      const states = items
        .filter(({ kind }) => kind !== 'catalog')
        .map(({ state }) => state);
      if (
        states.includes('ok') &&
        !states.includes('waiting') &&
        !states.includes('reading')
      ) {
        return true;
      }
    }
    await sleep(250);
  }
  return false;
}

/** Has the demo's alerts come in through the webhook of Alertmanager, so that nobody looks at an empty list. */
export async function sendDemoAlerts(baseUrl, token, now = Date.now()) {
  const response = await fetch(
    `${baseUrl}/api/plumbline/v1/alerts/receive/alertmanager`,
    {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
      },
      body: JSON.stringify({
        version: '4',
        groupKey: '{}:{}',
        truncatedAlerts: 0,
        status: 'firing',
        receiver: 'plumbline',
        groupLabels: {},
        commonLabels: {},
        commonAnnotations: {},
        externalURL: 'https://alertmanager.acme.example',
        alerts: await demoAlerts(now),
      }),
    },
  );
  if (!response.ok) {
    throw new Error(
      `The demo's alerts were not taken: ${response.status} ${await response.text()}`,
    );
  }
}
