// Prints what pinned lines of a checkout held before, one JSON document. Run as a bundle, see plumbline.mjs. The lines come
// on stdin: [{ file, line, value }].
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { GitMirrors } from '../../packages/git-source/src';
import {
  changesOfPins,
  LandingWalk,
  PinnedText,
} from '../../packages/gitops-promotion/src';

const batch = 5_000;

async function main(dir) {
  const wanted = JSON.parse(await text(process.stdin));
  const directory = mkdtempSync(path.join(tmpdir(), 'plumbline-history-'));
  const mirrors = GitMirrors.create({ directory });
  const source = { name: path.basename(dir), url: path.resolve(dir) };
  const opened = await mirrors.open(source);
  const { revision } = opened.tree;
  const texts = new Map();
  for await (const { path: file, content } of opened.tree.read([
    ...new Set(wanted.map(({ file }) => file)),
  ])) {
    texts.set(file, new PinnedText(new TextDecoder().decode(content)));
  }
  await opened.close();
  const pins = wanted.flatMap(({ file, line, value }, id) => {
    const locator = texts.get(file)?.locate(line, value);
    return locator ? [{ id, path: file, walked: file, locator }] : [];
  });
  const history = await mirrors.history(source);
  const walk = new LandingWalk({
    from: revision,
    paths: pins.map(({ path: file }) => file),
    boundary: history.boundary,
  });
  const changes = [];
  const flush = async () => {
    const found = await changesOfPins(walk.drain(), pins, {
      contents: oids => history.contents(oids),
      turn: async () => {},
    });
    changes.push(...found.changes);
  };
  let taken = 0;
  for await (const commit of history.commits(revision, {
    timeoutMs: 30 * 60_000,
  })) {
    walk.take(commit);
    taken += 1;
    if (taken % batch === 0) {
      await flush();
    }
  }
  await flush();
  await history.close();
  rmSync(directory, { recursive: true });
  process.stdout.write(
    JSON.stringify(
      wanted.map((pin, id) => ({
        ...pin,
        followed: pins.some(each => each.id === id),
        changes: changes
          .filter(({ pinId }) => pinId === id)
          .map(({ change }) => change),
      })),
    ),
  );
}

main(process.argv[2]);
