// A thread of its own: sends a storm of alerts as Alertmanager would, and asks questions meanwhile as people would. Posts what came of it.
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

const {
  baseUrl,
  token,
  reader,
  alerts,
  perRequest,
  rate,
  connections,
  questions,
  patience,
} = workerData;

/** Senders have so many connections, and wait where all of them are taken. */
let free = connections;
const waiting = [];

async function connected(task) {
  if (free === 0) {
    await new Promise(resolve => waiting.push(resolve));
  } else {
    free -= 1;
  }
  try {
    return await task();
  } finally {
    const next = waiting.shift();
    if (next) {
      next();
    } else {
      free += 1;
    }
  }
}

async function send(some) {
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
        status: 'firing',
        receiver: 'plumbline',
        externalURL: 'https://alertmanager.example',
        alerts: some,
      }),
    },
  );
  await response.arrayBuffer();
  return {
    status: response.status,
    after: Number(response.headers.get('retry-after') ?? 1),
  };
}

const outcome = {
  accepted: [],
  refused: 0,
  failed: 0,
  lookups: [],
  sentMs: 0,
  storedMs: 0,
};
let storming = true;

/** As Alertmanager does: again later where it was told to, until it gives up. */
async function deliver(some, deadline) {
  for (;;) {
    const { status, after } = await connected(() => send(some)).catch(() => ({
      status: 0,
      after: 1,
    }));
    if (status === 202) {
      outcome.accepted.push(...some.map(({ fingerprint }) => fingerprint));
      return;
    }
    if (status === 503 || status === 429) {
      outcome.refused += 1;
    } else {
      outcome.failed += 1;
    }
    if (Date.now() + after * 1_000 > deadline) {
      return;
    }
    await sleep(after * 1_000);
  }
}

async function ask() {
  for (let at = 0; storming; at += 1) {
    const started = performance.now();
    const response = await fetch(
      `${baseUrl}/api/plumbline/v1/lookup?q=${encodeURIComponent(questions[at % questions.length])}`,
      { headers: { accept: 'application/json', authorization: reader } },
    );
    await response.arrayBuffer();
    if (response.status !== 200) {
      throw new Error(`A lookup was answered with ${response.status}`);
    }
    outcome.lookups.push(performance.now() - started);
    await sleep(20);
  }
}

const asking = ask();
const started = performance.now();
const deadline = Date.now() + patience;
const deliveries = [];
for (let at = 0; at < alerts.length; at += perRequest) {
  // On time, however long the answers take.
  const due = started + (at / rate) * 1_000;
  const wait = due - performance.now();
  if (wait > 0) {
    await sleep(wait);
  }
  deliveries.push(deliver(alerts.slice(at, at + perRequest), deadline));
}
outcome.sentMs = performance.now() - started;
if (alerts.length === 0) {
  await sleep(patience);
}
await Promise.all(deliveries);
outcome.storedMs = performance.now() - started;
storming = false;
await asking;
parentPort.postMessage(outcome);
