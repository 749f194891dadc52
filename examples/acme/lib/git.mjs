import { execFile, spawn } from 'node:child_process';
import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { devNull } from 'node:os';
import { join, relative, sep } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Nothing of the machine's own git configuration may change a commit id. */
const env = {
  ...process.env,
  GIT_CONFIG_GLOBAL: devNull,
  GIT_CONFIG_NOSYSTEM: '1',
};
for (const name of Object.keys(env)) {
  if (name.startsWith('GIT_') && !name.startsWith('GIT_CONFIG_')) {
    delete env[name];
  }
}

/** Files of a folder: path with `/` to content. */
export async function readFolder(folder) {
  const entries = await readdir(folder, {
    recursive: true,
    withFileTypes: true,
  });
  const files = new Map();
  for (const entry of entries.filter(candidate => candidate.isFile())) {
    const path = join(entry.parentPath, entry.name);
    files.set(
      relative(folder, path).split(sep).join('/'),
      await readFile(path, 'utf8'),
    );
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Makes a working clone whose newest commit holds exactly `files`. The history is told backwards: a commit says which
 * files it added and what stood there before, so that the present is what is written down, once.
 */
export async function writeRepository({ folder, files, remote, history }) {
  const commits = unroll(files, history.commits);
  const branches = Object.entries(history.branches ?? {}).map(
    ([name, branch]) => ({ name, commits: rollForward(commits, branch) }),
  );

  const stream = [];
  let mark = 0;
  const write = (ref, commit, parent) => {
    mark += 1;
    commit.mark = mark;
    stream.push(
      `commit refs/heads/${ref}\nmark :${mark}\n`,
      `author ${commit.by} ${seconds(commit.at)} +0000\n`,
      `committer Acme merge queue <merge-queue@acme.example> ${
        seconds(commit.at) + 300
      } +0000\n`,
      data(`${commit.subject}\n`),
      parent ? `from :${parent.mark}\n` : '',
      ...difference(parent?.tree ?? new Map(), commit.tree),
      '\n',
    );
  };
  commits.forEach((commit, index) => write('main', commit, commits[index - 1]));
  for (const branch of branches) {
    branch.commits.slice(1).forEach((commit, index) => {
      write(branch.name, commit, branch.commits[index]);
    });
  }

  await mkdir(folder, { recursive: true });
  await run('git', ['init', '--quiet', '--initial-branch=main', folder], {
    env,
  });
  const git = (...args) => run('git', ['-C', folder, ...args], { env });
  await git('config', 'core.autocrlf', 'false');
  await git('remote', 'add', 'origin', remote);
  const marks = join(folder, '.git', 'acme-marks');
  await fastImport(folder, marks, stream.join(''));
  await git('reset', '--quiet', '--hard', 'main');

  const ids = new Map(
    (await readFile(marks, 'utf8'))
      .trim()
      .split('\n')
      .map(line => line.slice(1).split(' ')),
  );
  await rm(marks);
  return commits.map((commit, index) => ({
    id: ids.get(String(commit.mark)),
    at: commit.at,
    subject: commit.subject,
    paths: changedPaths(commits[index - 1]?.tree ?? new Map(), commit.tree),
  }));
}

function unroll(files, commits) {
  const result = [];
  let tree = files;
  for (const commit of commits.toReversed()) {
    result.unshift({ ...commit, tree });
    tree = undo(commit, tree);
  }
  if (tree.size > 0) {
    throw new Error(`No commit adds ${[...tree.keys()].join(', ')}`);
  }
  return result;
}

function undo({ subject, adds = [], before = {} }, tree) {
  const earlier = new Map(tree);
  for (const [path, edits] of Object.entries(before)) {
    for (const [now, then] of edits) {
      earlier.set(path, replaceOnce(earlier.get(path), now, then, path));
    }
  }
  for (const prefix of adds) {
    const added = [...earlier.keys()].filter(path => path.startsWith(prefix));
    if (added.length === 0) {
      throw new Error(`"${subject}" adds nothing at ${prefix}`);
    }
    added.forEach(path => earlier.delete(path));
  }
  return earlier;
}

function rollForward(commits, { from, commits: own }) {
  const start = commits.find(commit => commit.subject.includes(from));
  const result = [start];
  for (const commit of own) {
    const tree = new Map(result.at(-1).tree);
    for (const [path, edits] of Object.entries(commit.after)) {
      for (const [before, now] of edits) {
        tree.set(path, replaceOnce(tree.get(path), before, now, path));
      }
    }
    result.push({ ...commit, tree });
  }
  return result;
}

function replaceOnce(text, from, to, path) {
  const parts = text?.split(from) ?? [];
  if (parts.length !== 2) {
    throw new Error(`${path} holds "${from}" ${parts.length - 1} times, not 1`);
  }
  return parts.join(to);
}

function changedPaths(before, after) {
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    path => before.get(path) !== after.get(path),
  );
}

function difference(before, after) {
  return changedPaths(before, after).map(path =>
    after.has(path)
      ? `M 100644 inline ${path}\n${data(after.get(path))}`
      : `D ${path}\n`,
  );
}

function data(text) {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

function seconds(at) {
  return Date.parse(at) / 1000;
}

function fastImport(folder, marks, input) {
  return new Promise((resolve, reject) => {
    const child = spawn(
      'git',
      ['-C', folder, 'fast-import', '--quiet', `--export-marks=${marks}`],
      { env, stdio: ['pipe', 'ignore', 'pipe'] },
    );
    const errors = [];
    child.stderr.on('data', chunk => errors.push(chunk));
    child.on('error', reject);
    child.on('close', code =>
      code === 0
        ? resolve()
        : reject(new Error(`git fast-import: ${Buffer.concat(errors)}`)),
    );
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}
