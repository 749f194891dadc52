import { Random } from './random';
import { marker } from './seeds';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Pieces of text that mean something to one parser or another. */
const tokens = [
  '---\n',
  '...\n',
  '%YAML 1.1\n',
  '<<: *labels\n',
  '<<: [*labels, *labels]\n',
  '&a ',
  '*a ',
  '*labels',
  '!!binary ',
  '!!js/function ',
  '!reference [a, b]',
  '? ',
  '- ',
  ': ',
  '|\n',
  '>-\n',
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  '\t',
  '\r',
  '\r\n',
  '\n\n',
  '#',
  '@',
  '`',
  '\u0000',
  '\ufeff',
  '\u2028',
  '\u202e',
  '\ud800',
  '~',
  'null',
  '.inf',
  '.nan',
  '0x',
  '1e999',
  '-0',
  '9'.repeat(400),
  '{{',
  '}}',
  '{{- range .Values.x }}',
  '{{- end }}',
  '{{ if }}',
  '{{/*',
  '${',
  '${A:=${A}}',
  '$(',
  '..',
  '../../../../etc/passwd',
  '/etc/passwd',
  'file:///etc/passwd',
  '--upload-pack=x',
  '__proto__: { polluted: true }\n',
  'constructor: { prototype: { polluted: true } }\n',
  'toString: 1\n',
  'hasOwnProperty: x\n',
  'kind: Secret\n',
  'kind: List\nitems: [1, null, []]\n',
  'apiVersion: 7\n',
  'metadata: []\n',
  'metadata: null\n',
  'spec: []\n',
  'items: {}\n',
  'name: { a: b }\n',
  'resources: [., ./, "", null, 7, {}]\n',
  '(a+)+$',
  '(a|a)*b',
  '**/**/**/**/**/**/x',
  '[[[[[',
  '\\',
  '%00',
  '%s%n',
];

/** Ways to damage bytes. */
const operations: ((bytes: Uint8Array, random: Random) => Uint8Array)[] = [
  function flipBits(bytes, random) {
    const copy = bytes.slice();
    for (let left = 1 + random.below(6); left > 0 && copy.length > 0; left--) {
      copy[random.below(copy.length)] ^= 1 << random.below(8);
    }
    return copy;
  },
  function truncate(bytes, random) {
    return bytes.slice(0, random.below(bytes.length + 1));
  },
  function cut(bytes, random) {
    const from = random.below(bytes.length + 1);
    const length = random.below(Math.min(200, bytes.length + 1));
    return joined(bytes.slice(0, from), bytes.slice(from + length));
  },
  function repeat(bytes, random) {
    const from = random.below(bytes.length + 1);
    const piece = bytes.slice(from, from + 1 + random.below(120));
    return joined(
      bytes.slice(0, from),
      ...Array.from({ length: 1 + random.below(8) }, () => piece),
      bytes.slice(from),
    );
  },
  function splice(bytes, random) {
    const at = random.below(bytes.length + 1);
    return joined(
      bytes.slice(0, at),
      encoder.encode(random.pick(tokens)),
      bytes.slice(at),
    );
  },
  function replaceLine(bytes, random) {
    return lines(bytes, all => {
      all[random.below(all.length)] = random.pick(tokens).replace(/\n$/, '');
    });
  },
  function addLine(bytes, random) {
    return lines(bytes, all => {
      const at = random.below(all.length);
      const indent = /^ */.exec(all[at])?.[0] ?? '';
      all.splice(at, 0, `${indent}${random.pick(tokens).replace(/\n$/, '')}`);
    });
  },
  function swapLines(bytes, random) {
    return lines(bytes, all => {
      const [a, b] = [random.below(all.length), random.below(all.length)];
      [all[a], all[b]] = [all[b], all[a]];
    });
  },
  function indent(bytes, random) {
    return lines(bytes, all => {
      const at = random.below(all.length);
      all[at] = random.chance(0.5) ? `  ${all[at]}` : all[at].trimStart();
    });
  },
  function emptyValue(bytes, random) {
    return lines(bytes, all => {
      const at = random.below(all.length);
      all[at] = all[at].replace(
        /:.*/,
        `: ${random.pick(['', '[]', '{}', 'null', '7', 'true', '""', '*labels', '|', '[{}]', '[null]', '2026-01-01'])}`,
      );
    });
  },
  function crlf(bytes) {
    return encoder.encode(decoder.decode(bytes).replace(/\r?\n/g, '\r\n'));
  },
  function onlyCr(bytes) {
    return encoder.encode(decoder.decode(bytes).replace(/\r?\n/g, '\r'));
  },
  function tabs(bytes, random) {
    return lines(bytes, all => {
      const at = random.below(all.length);
      all[at] = all[at].replace(/^ +/, '\t');
    });
  },
  function byteOrderMark(bytes) {
    return joined(Uint8Array.of(0xef, 0xbb, 0xbf), bytes);
  },
  function utf16(bytes, random) {
    const text = decoder.decode(bytes);
    const wide = new Uint8Array(2 * text.length + 2);
    const little = random.chance(0.5);
    const view = new DataView(wide.buffer);
    view.setUint16(0, 0xfeff, little);
    for (let at = 0; at < text.length; at++) {
      view.setUint16(2 * at + 2, text.charCodeAt(at), little);
    }
    return wide;
  },
  function invalidUtf8(bytes, random) {
    const at = random.below(bytes.length + 1);
    return joined(
      bytes.slice(0, at),
      Uint8Array.of(0xc3, 0x28, 0xf0, 0x9f),
      bytes.slice(at),
    );
  },
  function hugeScalar(bytes, random) {
    return lines(bytes, all => {
      const at = random.below(all.length);
      const huge = random
        .pick(['a', 'a ', '(', '{{', '$', '*', '/', '../'])
        .repeat(20_000);
      all[at] = all[at].replace(/:.*/, `: "${huge}"`);
    });
  },
];

function joined(...pieces: Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(
    pieces.reduce((sum, piece) => sum + piece.length, 0),
  );
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** Changes lines, none of them one with a planted value: where those end up must stay known. */
function lines(bytes: Uint8Array, change: (all: string[]) => void): Uint8Array {
  const all = decoder.decode(bytes).split('\n');
  const before = [...all];
  change(all);
  const kept = before.filter(line => line.includes(marker)).length;
  return all.filter(line => line.includes(marker)).length === kept
    ? encoder.encode(all.join('\n'))
    : bytes;
}

/** Damages a text in one to four ways. */
export function mutate(text: string, random: Random): Uint8Array {
  let bytes: Uint8Array = encoder.encode(text);
  for (let left = 1 + random.below(4); left > 0; left--) {
    bytes = random.pick(operations)(bytes, random);
  }
  return bytes;
}
