import { spawn } from 'node:child_process';

/**
 * Runs a program to its end. Resolves to its exit code; rejects only when it cannot be started. A SIGTERM meanwhile is the
 * program's.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    const pass = () => child.kill('SIGTERM');
    process.on('SIGTERM', pass);
    child.on('error', reject);
    child.on('close', code => {
      process.off('SIGTERM', pass);
      resolve(code ?? 1);
    });
  });
}

/** Runs a program and keeps what it prints on stdout; stderr goes to ours. */
export function capture(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'inherit'],
      ...options,
    });
    const chunks = [];
    child.stdout.on('data', chunk => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', code =>
      resolve({ code: code ?? 1, stdout: Buffer.concat(chunks).toString() }),
    );
  });
}
