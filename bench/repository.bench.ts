import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { GitMirrors } from '@plumbline/git-source';
import { RepositoryReader } from '@plumbline/gitops-reader';
import { printFigure, progress } from './src/figure';
import { Commit, withRepository } from './src/gitRepository';
import { generate } from './src/repository';

/** What this process has held at most, in MiB, as the system counts it. */
function peakMiB(): number {
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(
    readFileSync('/proc/self/status', 'utf8'),
  );
  return peak ? Number(peak[1]) / 1024 : process.memoryUsage().rss / 2 ** 20;
}

/** All files at once, then commits that change one of them each. */
function* history(
  files: Map<string, string>,
  commits: number,
): Iterable<Commit> {
  yield { subject: 'Generate', files };
  const paths = [...files.keys()].filter(path =>
    path.endsWith('replicas.yaml'),
  );
  for (let index = 1; index < commits; index++) {
    const path = paths[index % paths.length];
    yield {
      subject: `Scale (#${index})`,
      files: [[path, `${files.get(path) ?? ''}# ${index}\n`]],
    };
  }
}

/**
 * Memory for reading a large repository with a long history: mirroring it, reading all of its files and finding the last
 * change of each. `--services` (9 files each) and `--commits`. A process of its own reads, so that nothing is counted
 * that making the repository took.
 */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      services: { type: 'string', default: '2222' },
      commits: { type: 'string', default: '80000' },
      // What the process that reads is called with.
      read: { type: 'string' },
      scale: { type: 'string', default: '' },
    },
  });
  if (values.read !== undefined) {
    await read(values.read, values.scale);
    return;
  }
  const commits = Number(values.commits);
  const files = generate(Number(values.services));
  const scale = `${files.size} files, ${commits} commits`;
  await withRepository(async ({ directory, add }) => {
    progress(`making ${scale}`);
    await add(history(files, commits));
    const child = fork(process.argv[1], [
      'repository',
      '--read',
      directory,
      '--scale',
      scale,
    ]);
    const [code] = await once(child, 'close');
    if (code !== 0) {
      throw new Error(`the process that reads ended with ${code}`);
    }
  });
}

async function read(directory: string, scale: string): Promise<void> {
  const before = peakMiB();
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const timed = async <T>(what: string, call: () => Promise<T>) => {
    const started = performance.now();
    const result = await call();
    progress(
      `${what}: ${(performance.now() - started).toFixed(0)} ms, ${peakMiB().toFixed(0)} MiB at most, event loop held ${(delay.max / 1e6).toFixed(0)} ms at most`,
    );
    delay.reset();
    return result;
  };
  const mirrors = GitMirrors.create({ directory: `${directory}.mirrors` });
  const opened = await timed('mirror', () =>
    // By its address, as a remote one is.
    mirrors.open({ name: 'acme/generated', url: `file://${directory}` }),
  );
  const reader = new RepositoryReader();
  const facts = await timed('read', () => reader.read(opened.tree));
  const paths = (await opened.tree.list()).map(file => file.path);
  const started = performance.now();
  const changes = await timed('last changes', () => opened.lastChanges(paths));
  const took = performance.now() - started;
  progress(`${facts.objects.length} objects, ${changes.size} changes`);
  await opened.close();
  printFigure({
    name: 'peak memory of reading a repository',
    scale,
    value: peakMiB(),
    unit: 'MiB',
    baseline: { what: 'the process with nothing read', value: before },
    promise: 'below 500 MiB',
  });
  printFigure({
    name: 'files whose last change was found',
    scale,
    value: changes.size,
    unit: 'files',
    baseline: { what: 'files asked for', value: paths.length },
    promise: `as far as the history that is looked through goes; took ${took.toFixed(0)} ms`,
  });
}
