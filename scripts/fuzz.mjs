// `npm run -s fuzz -- [--inputs 20000] [--seed 1] [--only <number>]`: hostile inputs through every reader. See docs/fidelity.md.
import { fork } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bundled } from './lib/bundle.mjs';
import { fail } from './lib/console.mjs';

const atOnce = 2;
/** No input may need more of a processor that parses a megabyte of YAML in a second, in milliseconds. */
const longest = 1000;
/** A process that says nothing for so long is ended. */
const hangs = 20_000;
/** Megabytes that the facts of a small repository may need. */
const memory = 512;

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});
const [inputs, seed] = [Number(values.inputs), Number(values.seed)];
const only = values.only === undefined ? undefined : Number(values.only);
if ([inputs, seed, only ?? 0].some(number => !Number.isInteger(number))) {
  fail('Usage: npm run -s fuzz -- [--inputs <n>] [--seed <n>] [--only <n>]');
}

const bundle = await bundled('fuzz', 'scripts/fuzz/worker.mjs', [
  'scripts/fuzz',
]);

/** A process that checks one input after the other, and is replaced when one of them ends it. */
class Worker {
  #child;

  check(index) {
    return this.ask({ seed, index });
  }

  ask(message) {
    const { index } = message;
    this.#child ??= fork(bundle, {
      execArgv: [`--max-old-space-size=${memory}`],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const child = this.#child;
    return new Promise(resolve => {
      let said = '';
      const hear = chunk => {
        said = (said + chunk).slice(-4000);
      };
      const end = result => {
        clearTimeout(watch);
        child.off('message', end);
        child.off('exit', ended);
        child.stderr.off('data', hear);
        resolve(result);
      };
      const ended = (code, signal) => {
        this.#child = undefined;
        end({
          index,
          title: '',
          took: Infinity,
          problems: [`ended the process (${signal ?? code}): ${said}`],
        });
      };
      const watch = setTimeout(() => {
        this.#child = undefined;
        child.off('exit', ended);
        child.kill('SIGKILL');
        end({
          index,
          title: '',
          took: hangs,
          problems: [`hung for ${hangs} ms`],
        });
      }, hangs);
      child.on('message', end);
      child.on('exit', ended);
      child.stderr.on('data', hear);
      child.send(message);
    });
  }

  close() {
    this.#child?.disconnect();
  }
}

async function checked(worker, index) {
  let result = await worker.check(index);
  let allowed = longest;
  // Garbage of others may be cleared up meanwhile; an input that is slow needs the time every time.
  for (
    let tries = 0;
    tries < 3 && result.took > allowed && result.took < hangs;
    tries++
  ) {
    const { slowness } = await worker.ask({ pace: true });
    allowed = longest * Math.max(1, slowness);
    slowestPace = Math.max(slowestPace, slowness);
    result = await worker.check(index);
  }
  if (result.took > allowed && result.problems.length === 0) {
    result.problems.push(
      `took ${Math.round(result.took)} of ${Math.round(allowed)} ms`,
    );
  }
  return result.problems.length === 0
    ? result
    : { ...result, input: await worker.ask({ seed, index, show: true }) };
}

process.stderr.write(`seed ${seed}\n`);
const since = performance.now();
const wrong = [];
let next = only ?? 0;
const end = only === undefined ? inputs : only + 1;
let slowest = { took: 0 };
let slowestPace = 0;
let done = 0;
await Promise.all(
  Array.from({ length: only === undefined ? atOnce : 1 }, async () => {
    const worker = new Worker();
    while (next < end) {
      const result = await checked(worker, next++);
      done++;
      if (result.took > slowest.took) {
        slowest = result;
      }
      if (result.problems.length > 0) {
        wrong.push(result);
        process.stdout.write(
          `${result.index} ${result.input.title}\n${result.problems.map(problem => `    ${problem}\n`).join('')}`,
        );
      }
      if (done % 2000 === 0) {
        process.stderr.write(`  ${done} of ${end - (only ?? 0)}\n`);
      }
    }
    worker.close();
  }),
);
const seconds = (performance.now() - since) / 1000;
process.stdout.write(
  `${done} inputs (seed ${seed}), ${Math.round(done / seconds)} a second; ${wrong.length} failed; slowest: ${slowest.index} ${slowest.title ?? ''}, ${Math.round(slowest.took)} ms\n`,
);
if (slowestPace > 1) {
  process.stdout.write(
    `The YAML library alone needed up to ${slowestPace.toFixed(1)} s for a megabyte here: a slow input was given as many seconds.\n`,
  );
}
if (wrong.length > 0) {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'plumbline-fuzz-'));
  for (const { index, problems, input } of wrong) {
    writeFileSync(
      path.join(directory, `${seed}-${index}.json`),
      `${JSON.stringify({ problems, ...input }, null, 2)}\n`,
    );
  }
  process.stdout.write(
    `Inputs that failed: ${directory} (again: --seed ${seed} --only <number>)\n`,
  );
  process.exitCode = 1;
}
