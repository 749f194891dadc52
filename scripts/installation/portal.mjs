import { createServer } from 'node:net';
import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { done } from '../lib/console.mjs';

const TOKEN = 'token-of-the-installation-test';
/** Nobody has to wait for what Backstage does every five minutes. */
const often = JSON.stringify({
  frequency: { seconds: 5 },
  timeout: { minutes: 1 },
});
const patienceMs = 15 * 60_000;

async function freePort() {
  const server = createServer();
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise(resolve => server.close(resolve));
  return port;
}

/** What the app gets beside its own configuration: an address that is free, a token for questions, and no patience. */
function settings(baseUrl, port) {
  return {
    APP_CONFIG_app_baseUrl: JSON.stringify(baseUrl),
    APP_CONFIG_backend_baseUrl: JSON.stringify(baseUrl),
    APP_CONFIG_backend_listen: JSON.stringify(`127.0.0.1:${port}`),
    APP_CONFIG_backend_auth_externalAccess: JSON.stringify([
      { type: 'static', options: { token: TOKEN, subject: 'terminal' } },
    ]),
    APP_CONFIG_catalog_providers_plumbline: `{"schedule":${often},"entities":["services","systems","repositories","clusters","namespaces","groups"]}`,
    APP_CONFIG_plumbline_catalog: `{"schedule":${often}}`,
    APP_CONFIG_search_collators_plumbline: `{"schedule":${often}}`,
  };
}

/** The backend of an app, which also serves its built pages. */
export class Portal {
  #child;
  #log;

  /**
   * @param {import('./app.mjs').PlainApp} app
   * @param {Record<string, string>} [env]
   */
  async start(app, env) {
    const port = await freePort();
    this.baseUrl = `http://localhost:${port}`;
    this.#log = path.join(app.home, 'portal.log');
    const output = openSync(this.#log, 'w');
    this.#child = spawn(
      process.execPath,
      [
        '--no-node-snapshot',
        '--require',
        path.join(
          app.directory,
          'node_modules/@backstage/cli-node/config/nodeTransform.cjs',
        ),
        'src/index.ts',
      ],
      {
        cwd: path.join(app.directory, 'packages/backend'),
        stdio: ['ignore', output, output],
        env: {
          ...app.env,
          NODE_ENV: 'development',
          ...settings(this.baseUrl, port),
          ...env,
        },
      },
    );
    // Who ends this ends the app as well.
    const child = this.#child;
    process.once('exit', () => child.kill());
    process.once('SIGTERM', () => process.exit(143));
    process.once('SIGINT', () => process.exit(130));
    await this.until('readiness', async () => {
      const response = await fetch(
        `${this.baseUrl}/.backstage/health/v1/readiness`,
      );
      return response.ok;
    });
    done('it is ready');
  }

  async stop() {
    if (!this.#child || this.#child.exitCode !== null) {
      return;
    }
    const ended = new Promise(resolve => this.#child.once('close', resolve));
    this.#child.kill('SIGTERM');
    await Promise.race([ended, sleep(30_000)]);
    this.#child.kill('SIGKILL');
  }

  async ask(address) {
    const response = await fetch(`${this.baseUrl}/api${address}`, {
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    if (!response.ok) {
      throw new Error(`${address} answers ${response.status}`);
    }
    return await response.json();
  }

  /** Waits for something to be there; ends when the portal does. */
  async until(what, attempt) {
    const deadline = Date.now() + patienceMs;
    let reason = 'nothing';
    while (Date.now() < deadline) {
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) {
        throw new Error(`The portal ended; what it said is in ${this.#log}`);
      }
      try {
        const found = await attempt();
        if (found) {
          return found;
        }
      } catch (error) {
        reason = error.message;
      }
      await sleep(1_000);
    }
    throw new Error(
      `${what}: ${reason}; what the portal said is in ${this.#log}`,
    );
  }
}

/** Asks the API what the repository and the cluster say, until all of it is there. */
export async function askPortal(portal) {
  const answer = await portal.until('an answer', async () => {
    const found = await portal.ask(
      '/plumbline/v1/lookup?q=Deployment/shop/cart',
    );
    const roles = found.config.map(({ role }) => role);
    return (
      found.owners.length > 0 &&
      roles.length > 0 &&
      found.subject.cluster === 'prod-us' &&
      found
    );
  });
  done(
    `/api/plumbline: ${answer.subject.kind} ${answer.subject.name} in ${answer.subject.cluster} is of ${answer.owners[0].team}`,
  );
  const { summary } = await portal.ask('/plumbline/v1/sources');
  done(`${summary.ok} sources are read, ${summary.failed} failed`);
  const entity = await portal.until('the entity of the service', () =>
    portal.ask('/catalog/entities/by-name/component/default/cart'),
  );
  done(`the catalog has ${entity.metadata.name} of ${entity.spec.owner}`);
  await portal.until('the entity of the team', () =>
    portal.ask('/catalog/entities/by-name/group/default/checkout'),
  );
  const team = await portal.until('what the team owns', async () => {
    const { items } = await portal.ask('/plumbline/v1/teams?limit=100');
    return items.find(
      ({ ref, counts }) =>
        ref === 'group:default/checkout' && counts.services > 0,
    );
  });
  done(`${team.ref} owns ${team.counts.services} services`);
  const { services } = await portal.until('versions', async () => {
    const matrix = await portal.ask('/plumbline/v1/promotion/matrix');
    return matrix.services.name.includes('cart') && matrix;
  });
  done(`${services.name.length} services have versions`);
  const found = await portal.until('something to search', async () => {
    const { results } = await portal.ask('/search/query?term=cart');
    return results.find(({ type }) => type === 'plumbline');
  });
  done(`the search finds ${found.document.title}`);
}
