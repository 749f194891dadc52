import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { demoDirectory } from './demo.mjs';
import { root, state } from './paths.mjs';

export const transform = path.join(
  root,
  'node_modules/@backstage/cli-node/config/nodeTransform.cjs',
);

/**
 * Starts the portal's backend, which also serves the built pages.
 *
 * @param {string} node
 * @param {{ data?: string, demo?: string, port?: number, configs?: string[], env?: Record<string, string>, log?: string }} [options] `log`: a file for what the
 *   backend prints; without it, this process's own output
 */
export function startBackend(node, options = {}) {
  const data = options.data ?? path.join(state, 'data');
  mkdirSync(data, { recursive: true });
  const local = path.join(root, 'app-config.local.yaml');
  const configs = options.configs ?? [
    path.join(root, 'app-config.yaml'),
    ...(existsSync(local) ? [local] : []),
  ];
  const output = options.log ? openSync(options.log, 'w') : 'inherit';
  const child = spawn(
    node,
    [
      '--no-node-snapshot',
      '--require',
      transform,
      path.join(root, 'packages/backend/src/index.ts'),
      ...configs.flatMap(file => ['--config', file]),
    ],
    {
      // Relative paths in the configuration start where its files are.
      cwd: root,
      stdio: ['ignore', output, output],
      env: {
        ...process.env,
        NODE_ENV: process.env.NODE_ENV ?? 'development',
        PLUMBLINE_ROOT: root,
        PLUMBLINE_DATA: data,
        PLUMBLINE_DEMO: options.demo ?? demoDirectory,
        ...(options.port && { PLUMBLINE_PORT: String(options.port) }),
        ...options.env,
      },
    },
  );
  return child;
}

/** Waits until the backend says that it is ready; throws when it ends before, or after two minutes. */
export async function untilReady(child, baseUrl) {
  const deadline = Date.now() + 120_000;
  while (Date.now() < deadline) {
    const ended = child.signalCode ?? child.exitCode;
    if (ended !== null) {
      throw new Error(`The backend ended (${ended}).`);
    }
    try {
      const response = await fetch(`${baseUrl}/.backstage/health/v1/readiness`);
      if (response.ok) {
        return;
      }
    } catch {
      // Not listening yet.
    }
    await sleep(250);
  }
  throw new Error('The backend was not ready after two minutes.');
}
