/**
 * A throwaway Kubernetes API server for tests and for trying Plumbline out on it: a real kube-apiserver on a real etcd,
 * without nodes, so that nothing ever runs. Nothing stays behind but the binaries.
 *
 *   import { startKubernetes } from './scripts/kubernetes.mjs';
 *   const { kubeconfig, stop } = await startKubernetes();
 *
 * or from a shell, until Ctrl-C: `node scripts/kubernetes.mjs` prints the path of a kubeconfig. Another program starts it
 * with options as JSON, reads a line of JSON, writes `restart` to have the API server restarted (answered with
 * `restarted`), and closes its input when it is done:
 *
 *   node scripts/kubernetes.mjs '{"controllers":["*"]}'
 */
import { spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import https from 'node:https';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { kubernetesBinaries } from './lib/kubernetesBinaries.mjs';

const START_TIMEOUT_MS = 180_000;

/** Who asked for what, without any content: proof of what was read. */
const auditPolicy = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  rules: [{ level: 'Metadata' }],
};

/**
 * Starts an API server on a free local port, with its data in a new temporary folder.
 *
 * @param {{
 *   controllers?: string[],
 *   flags?: string[],
 *   tokens?: { token: string, user: string, groups?: string[] }[],
 * }} [options] `controllers`: those of kube-controller-manager that are to run (default: none); `flags`: of the API
 *   server; `tokens`: users beside the administrator
 * @returns a running server: its `url`, `ca` (PEM), the administrator's `token` and `kubeconfig` (a path), `auditLog` (a
 *   path, one JSON event a line), `stop()`, and `restart()`, which ends the API server alone and starts it on the same
 *   port with the same data
 */
export async function startKubernetes(options = {}) {
  const binaries = await kubernetesBinaries();
  const home = await fs.mkdtemp(
    path.join(os.tmpdir(), 'plumbline-kubernetes-'),
  );
  const children = new Set();
  const kill = () => children.forEach(child => child.kill('SIGKILL'));
  process.once('exit', kill);
  const stop = async () => {
    process.off('exit', kill);
    await Promise.all([...children].map(child => ended(child, 'SIGKILL')));
    await fs.rm(home, { recursive: true, force: true });
  };
  const start = (name, args) => {
    const child = spawn(path.join(binaries, name), args, {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.log = '';
    child.stderr.on('data', chunk => {
      child.log = (child.log + chunk).slice(-10_000);
    });
    child.once('exit', () => children.delete(child));
    children.add(child);
    return child;
  };

  try {
    const [client, peer, port] = await freePorts(3);
    const file = name => path.join(home, name);
    const token = randomBytes(16).toString('hex');
    const users = [
      { token, user: 'admin', groups: ['system:masters'] },
      ...(options.tokens ?? []),
    ];
    const { privateKey, publicKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    });
    await Promise.all([
      fs.writeFile(file('service-accounts.key'), privateKey),
      fs.writeFile(file('service-accounts.pub'), publicKey),
      fs.writeFile(file('audit.json'), JSON.stringify(auditPolicy)),
      fs.writeFile(
        file('tokens.csv'),
        users
          .map(
            ({ token: secret, user, groups = [] }) =>
              `${secret},${user},${user},"${groups.join(',')}"\n`,
          )
          .join(''),
      ),
    ]);

    const etcdUrl = `http://127.0.0.1:${client}`;
    const peerUrl = `http://127.0.0.1:${peer}`;
    start('etcd', [
      `--data-dir=${file('etcd')}`,
      `--listen-client-urls=${etcdUrl}`,
      `--advertise-client-urls=${etcdUrl}`,
      `--listen-peer-urls=${peerUrl}`,
      `--initial-advertise-peer-urls=${peerUrl}`,
      `--initial-cluster=default=${peerUrl}`,
      '--unsafe-no-fsync',
    ]);
    const url = `https://127.0.0.1:${port}`;
    const startServer = async () => {
      const server = start('kube-apiserver', [
        `--etcd-servers=${etcdUrl}`,
        `--cert-dir=${file('certs')}`,
        '--bind-address=127.0.0.1',
        `--secure-port=${port}`,
        '--authorization-mode=RBAC',
        `--token-auth-file=${file('tokens.csv')}`,
        `--service-account-issuer=${url}`,
        `--service-account-key-file=${file('service-accounts.pub')}`,
        `--service-account-signing-key-file=${file('service-accounts.key')}`,
        '--service-cluster-ip-range=10.0.0.0/24',
        // Without a controller manager nobody makes the service accounts that this admission asks for.
        ...(options.controllers
          ? []
          : ['--disable-admission-plugins=ServiceAccount']),
        `--audit-policy-file=${file('audit.json')}`,
        `--audit-log-path=${file('audit.log')}`,
        ...(options.flags ?? []),
      ]);
      await ready(server, `${url}/readyz`, token);
      return server;
    };
    let server = await startServer();

    const kubeconfig = file('kubeconfig.json');
    const ca = await fs.readFile(file('certs/apiserver.crt'), 'utf8');
    await fs.writeFile(kubeconfig, kubeconfigText({ url, ca, token }));
    if (options.controllers) {
      start('kube-controller-manager', [
        `--kubeconfig=${kubeconfig}`,
        `--service-account-private-key-file=${file('service-accounts.key')}`,
        `--root-ca-file=${file('certs/apiserver.crt')}`,
        '--use-service-account-credentials=false',
        '--leader-elect=false',
        `--cert-dir=${file('controller-certs')}`,
        `--controllers=${options.controllers.join(',')}`,
        '--port=0',
        '--secure-port=0',
      ]);
    }
    return {
      url,
      ca,
      token,
      kubeconfig,
      auditLog: file('audit.log'),
      stop,
      async restart() {
        // A gentle end would wait a minute for open watches; a crash is what clients must survive anyway.
        await ended(server, 'SIGKILL');
        server = await startServer();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function kubeconfigText({ url, ca, token }) {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'test',
        cluster: {
          server: url,
          'certificate-authority-data': Buffer.from(ca).toString('base64'),
        },
      },
    ],
    users: [{ name: 'admin', user: { token } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'admin' } }],
    'current-context': 'test',
  });
}

async function ended(child, signal) {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill(signal);
    await once(child, 'exit');
  }
}

/** Free ports of this machine, all different. */
async function freePorts(count) {
  const probes = Array.from({ length: count }, () =>
    createServer().listen(0, '127.0.0.1'),
  );
  await Promise.all(probes.map(probe => once(probe, 'listening')));
  const ports = probes.map(probe => probe.address().port);
  await Promise.all(
    probes.map(probe => new Promise(resolve => probe.close(resolve))),
  );
  return ports;
}

async function ready(server, url, token) {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (server.exitCode === null && Date.now() < deadline) {
    if ((await statusOf(url, token)) === 200) {
      return;
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new Error(`kube-apiserver did not start\n${server.log}`);
}

/** The server signs its own certificate, so this one question does not check it. */
function statusOf(url, token) {
  return new Promise(resolve => {
    const request = https.get(
      url,
      {
        rejectUnauthorized: false,
        headers: { authorization: `Bearer ${token}` },
        agent: false,
      },
      response => {
        response.resume();
        resolve(response.statusCode);
      },
    );
    request.setTimeout(2000, () => request.destroy());
    request.on('error', () => resolve(undefined));
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const options = process.argv[2];
  const cluster = await startKubernetes(options ? JSON.parse(options) : {});
  const end = async () => {
    await cluster.stop();
    process.exit(0);
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  if (options) {
    process.stdout.write(`${JSON.stringify(cluster)}\n`);
    // Whoever started this may die without a word; then its end of the pipe closes.
    const commands = createInterface({ input: process.stdin });
    commands.once('close', end);
    for await (const command of commands) {
      if (command === 'restart') {
        await cluster.restart();
        process.stdout.write('restarted\n');
      }
    }
  } else {
    process.stdout.write(`${cluster.kubeconfig}\n`);
  }
}
