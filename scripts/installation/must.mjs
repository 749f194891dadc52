import { execFile } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { run } from '../lib/run.mjs';

/**
 * Runs a program; throws unless it succeeds, with the last of what it said, all of which goes to a file.
 *
 * @param {string} log
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 */
export async function must(log, command, args, options) {
  const output = openSync(log, 'w');
  const code = await run(command, args, {
    ...options,
    stdio: ['ignore', output, output],
  }).finally(() => closeSync(output));
  if (code !== 0) {
    const said = readFileSync(log, 'utf8')
      .trimEnd()
      .split('\n')
      .slice(-40)
      .map(line => line.slice(0, 400));
    throw new Error(
      [
        `${path.basename(command)} ${args.join(' ')} ended with ${code}:`,
        ...said,
        `All of it is in ${log}`,
      ].join('\n'),
    );
  }
}

/** Runs a program; resolves with what it printed, throws unless it succeeds. */
export async function mustSay(command, args, options) {
  const { error, stdout, said } = await listen(command, args, options);
  if (error) {
    throw new Error(`${path.basename(command)} ${args.join(' ')}: ${said}`);
  }
  return stdout;
}

/** Runs a program that has to fail, and to say this. */
export async function mustRefuse(command, args, options, words) {
  const { error, said } = await listen(command, args, options);
  if (!error || !said.includes(words)) {
    throw new Error(
      `${args.join(' ')} should have failed and said “${words}”: ${said}`,
    );
  }
}

function listen(command, args, options) {
  return new Promise(resolve =>
    execFile(
      command,
      args,
      { maxBuffer: 64 * 1024 * 1024, ...options },
      (error, stdout, stderr) =>
        resolve({ error, stdout, said: stdout + stderr }),
    ),
  );
}
