import { createInterface } from 'node:readline';
import path from 'node:path';
import { OpenedCheckout } from '@plumbline/git-source';
import { Change } from '@plumbline/gitops-reader';
import {
  Answer,
  createLookup,
  MemoryIndex,
  newestOf,
  placesOfChange,
  renderText,
} from '@plumbline/gitops-lookup';
import { fileUrl } from './lib/fileUrl';
import { InputProblem } from './lib/InputProblem';
import { progressOf } from './lib/progress';
import { readCheckout } from './lib/readCheckout';
import { readSnapshot } from './lib/readSnapshot';
import { Io } from './lib/Io';

interface WhoOptions {
  repo: string[];
  snapshot: string[];
  clusterEnvironment: [string, string][];
  json?: boolean;
  batch?: boolean;
}

const maxQuestionBytes = 1024 * 1024;
/** How long the history may be open while questions come in. */
const batchHistoryMs = 3_600_000;

/** `plumbline who`. */
export async function who(
  words: string[],
  options: WhoOptions,
  io: Io,
): Promise<number> {
  if (options.batch && words.length > 0) {
    throw new InputProblem(
      'With --batch the questions come from standard input, one a line.',
    );
  }
  const question = options.batch ? '' : await questionOf(words, io);
  const checkouts = new Map<string, OpenedCheckout>();
  try {
    const index = await readSources(options, io, checkouts);
    const lookup = createLookup({ index, link: fileUrl });
    if (options.batch) {
      const logs = new Map(
        [...checkouts].map(([name, checkout]) => [
          name,
          checkout.changeLog({ timeoutMs: batchHistoryMs }),
        ]),
      );
      try {
        return await answerBatch(
          async text =>
            withLastChange(
              await lookup.answer(text),
              checkouts,
              (name, paths) => logs.get(name)?.lastChanges(paths),
            ),
          io,
        );
      } finally {
        for (const log of logs.values()) {
          await log.close();
        }
      }
    }
    const answer = await withLastChange(
      await lookup.answer(question),
      checkouts,
      (name, paths) => checkouts.get(name)?.lastChanges(paths),
    );
    io.stdout.write(
      options.json
        ? `${JSON.stringify(answer, undefined, 2)}\n`
        : renderText(answer, { color: io.color }),
    );
    return answer.owners.length > 0 ? 0 : 1;
  } finally {
    for (const checkout of checkouts.values()) {
      await checkout.close();
    }
  }
}

async function questionOf(words: string[], io: Io): Promise<string> {
  if (words.length > 0 && !(words.length === 1 && words[0] === '-')) {
    return words.join(' ');
  }
  if (io.stdin.isTTY && words.length === 0) {
    throw new InputProblem(
      "No question. Ask for example: plumbline who Deployment/shop/cart, or pipe an alert's JSON in.",
    );
  }
  let text = '';
  for await (const chunk of io.stdin) {
    text += chunk;
    if (text.length > maxQuestionBytes) {
      throw new InputProblem(
        'The question on standard input is larger than 1 MiB.',
      );
    }
  }
  if (!text.trim()) {
    throw new InputProblem('Standard input is empty: there is no question.');
  }
  return text;
}

async function readSources(
  options: WhoOptions,
  io: Io,
  checkouts: Map<string, OpenedCheckout>,
): Promise<MemoryIndex> {
  const index = new MemoryIndex();
  const repositories =
    options.repo.length + options.snapshot.length > 0 ? options.repo : ['.'];
  for (const dir of repositories) {
    const read = await readCheckout(
      dir,
      progressOf(io, path.basename(path.resolve(dir))),
    );
    const { facts, checkout, parsed } = read;
    if (checkouts.has(facts.repository)) {
      await checkout.close();
      throw new InputProblem(
        `${dir} is the repository ${facts.repository}, which was given already.`,
      );
    }
    checkouts.set(facts.repository, checkout);
    index.addRepository(
      facts,
      { webUrl: checkout.webUrl, lastSuccess: new Date().toISOString() },
      undefined,
      parsed.paths,
    );
  }
  const environments = new Map(options.clusterEnvironment);
  const clusters = new Set<string>();
  for (const dir of options.snapshot) {
    const { facts, taken } = await readSnapshot(dir, environments);
    if (clusters.has(facts.cluster)) {
      throw new InputProblem(
        `Two snapshots are called ${facts.cluster}: a cluster is named like its directory.`,
      );
    }
    clusters.add(facts.cluster);
    index.addCluster(facts, { lastSuccess: taken.toISOString() });
  }
  for (const name of environments.keys()) {
    if (!clusters.has(name)) {
      throw new InputProblem(
        `--cluster-environment names ${name}, but no snapshot is called so.`,
      );
    }
  }
  return index;
}

async function answerBatch(
  ask: (text: string) => Promise<Answer>,
  io: Io,
): Promise<number> {
  let asked = 0;
  const lines = createInterface({ input: io.stdin, crlfDelay: Infinity });
  for await (const line of lines) {
    if (line.trim()) {
      asked++;
      io.stdout.write(`${JSON.stringify(await ask(line))}\n`);
    }
  }
  if (asked === 0) {
    throw new InputProblem('Standard input holds no question.');
  }
  // Each line has its answer; that some of them name nobody is not a failure of the run.
  return 0;
}

/** The history is asked for the few files of the answer, not for the whole repository. */
async function withLastChange(
  answer: Answer,
  checkouts: ReadonlyMap<string, OpenedCheckout>,
  lastChanges: (
    repository: string,
    paths: string[],
  ) => Promise<Map<string, Change>> | undefined,
): Promise<Answer> {
  if (answer.lastChange) {
    return answer;
  }
  const paths = new Map<string, string[]>();
  for (const { repository, path: file } of placesOfChange(answer.config)) {
    paths.set(repository, [...(paths.get(repository) ?? []), file]);
  }
  const found: (Change & { repository: string })[] = [];
  for (const [repository, files] of paths) {
    const changes = await lastChanges(repository, files);
    for (const change of changes?.values() ?? []) {
      found.push({ ...change, repository });
    }
  }
  const newest = newestOf(found);
  if (!newest) {
    return answer;
  }
  const webUrl = checkouts.get(newest.repository)?.webUrl;
  const url = webUrl && `${webUrl}/commit/${newest.revision}`;
  return { ...answer, lastChange: { ...newest, url } };
}
