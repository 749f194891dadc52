import fs from 'node:fs/promises';
import path from 'node:path';
import { root } from '../lib/paths.mjs';

/**
 * The blocks of code below a heading of a document. One that is for a file names it in its first line, as in
 * `// packages/app/src/App.tsx`.
 *
 * @param {string} document path from the root of this checkout
 * @param {string} heading
 * @returns {Promise<{ file?: string, content: string }[]>}
 */
export async function blocksOf(document, heading) {
  const text = await fs.readFile(path.join(root, document), 'utf8');
  const start = text.indexOf(`\n## ${heading}\n`);
  if (start < 0) {
    throw new Error(`${document} has no heading “${heading}”`);
  }
  const end = text.indexOf('\n## ', start + 1);
  const section = text.slice(start, end < 0 ? undefined : end);
  return [...section.matchAll(/^```\w*\n([\s\S]*?)^```$/gm)].map(
    ([, content]) => {
      const file = /^(?:\/\/|#) ([\w./-]+\.(?:tsx?|yaml))\b/.exec(content)?.[1];
      return file
        ? { file, content: content.slice(content.indexOf('\n') + 1) }
        : { content };
    },
  );
}

/** Indents what is not empty. */
function indented(lines, indent) {
  return lines
    .split('\n')
    .map(line => (line ? indent + line : line))
    .join('\n');
}

/** Where something begins that a comment of a document names: after `const <name>` where it says so. */
function startOf(text, within) {
  if (!within) {
    return 0;
  }
  const start = text.search(new RegExp(`^(?:export )?const ${within}\\b`, 'm'));
  if (start < 0) {
    throw new Error(`There is no ${within}`);
  }
  return start;
}

/** Before the end of the first element of this name: where the tag closes that is indented like the one that opens. */
function intoElement(text, tag, within, lines) {
  const start = startOf(text, within);
  const opened = new RegExp(`^( *)<${tag}\\b`, 'm').exec(text.slice(start));
  const end =
    opened && text.indexOf(`\n${opened[1]}</${tag}>`, start + opened.index);
  if (!opened || end < 0) {
    throw new Error(`There is no <${tag}>${within ? ` in ${within}` : ''}`);
  }
  return `${text.slice(0, end)}\n${indented(lines, `${opened[1]}  `)}${text.slice(end)}`;
}

/** Before the end of the list that is called so. */
function intoList(text, name, lines) {
  const found = new RegExp(`\\b${name}\\b[^\\n[]*(?:\\[\\][^\\n[]*)?\\[`).exec(
    text,
  );
  if (!found) {
    throw new Error(`There is no list ${name}`);
  }
  let at = found.index + found[0].length;
  for (let depth = 1; depth > 0; at += 1) {
    depth += { '[': 1, ']': -1 }[text[at]] ?? 0;
  }
  const before = text.slice(0, at - 1).trimEnd();
  const comma = /[[,]$/.test(before) ? '' : ',';
  return `${before}${comma}\n${lines}\n${text.slice(at - 1)}`;
}

const place =
  /^\/\/ at the end of (?:<(?<tag>\w+)>(?: in (?<within>\w+))?|the list (?<list>\w+))$/m;

/**
 * Puts a block into the file that it is for, as somebody would who reads it: imports on top, the rest where its comments
 * say, and what has no such comment above `backend.start()`.
 *
 * @param {string} text of the file
 * @param {string} block
 */
export function applied(text, block) {
  let next = text;
  let rest = block;
  for (;;) {
    const found = place.exec(rest);
    if (!found) {
      break;
    }
    const after = rest.slice(found.index + found[0].length + 1);
    const following = place.exec(after);
    const lines = (following ? after.slice(0, following.index) : after).trim();
    const { tag, within, list } = found.groups;
    next = list
      ? intoList(next, list, lines)
      : intoElement(next, tag, within, lines);
    rest =
      rest.slice(0, found.index) +
      (following ? after.slice(following.index) : '');
  }
  if (/^backend\./m.test(rest)) {
    if (!next.includes('backend.start();')) {
      throw new Error('There is no backend.start()');
    }
    return next.replace('backend.start();', `${rest}\nbackend.start();`);
  }
  return `${rest.trim()}\n${next}`;
}
