import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { MAX_DEPTH, MAX_OBJECT_CHARACTERS } from './limits';
import { readParts } from './readParts';

const unpack = promisify(gunzip);

const MB = 1024 * 1024;

async function* chunksOf(text: string, chunk: number) {
  for (let at = 0; at < text.length; at += chunk) {
    yield text.slice(at, at + chunk);
  }
}

/** Reads it in chunks of so many characters, which may end anywhere. */
async function read(
  text: string,
  chunk = 7,
  { partCharacters = Infinity, maxObjects = 1000 } = {},
) {
  const names: string[] = [];
  const skipped: string[] = [];
  let secrets = 0;
  let parts = 0;
  for await (const part of readParts(chunksOf(text, chunk), {
    partCharacters,
    maxObjects,
  })) {
    parts += 1;
    secrets += part.secrets;
    const stored = (await unpack(part.content)).toString();
    for (const line of stored.split('\n').filter(Boolean)) {
      const { kind, metadata } = JSON.parse(line);
      names.push(`${kind}/${metadata.name}`);
    }
    skipped.push(
      ...part.skipped.map(({ path, reason }) => `${path}: ${reason}`),
    );
  }
  return { names, skipped, secrets, parts };
}

const pod = (name: string, rest: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  ...rest,
});

const json = (...objects: object[]) => JSON.stringify(objects);
const list = (items: object[], rest: object = { kind: 'List' }) =>
  JSON.stringify({ apiVersion: 'v1', items, ...rest }, undefined, 4);

const yamlPod = (name: string, indent = '') =>
  ['apiVersion: v1', 'kind: Pod', 'metadata:', `  name: ${name}`]
    .map(line => `${indent}${line}\n`)
    .join('');
const yamlItem = (name: string) =>
  `- ${yamlPod(name, '  ').slice(2)}  spec:\n    text: |\n      - not an item\n\n      kind: List\n`;
const yamlList = (...names: string[]) =>
  `apiVersion: v1\nitems:\n${names.map(yamlItem).join('')}kind: List\nmetadata:\n  resourceVersion: ""\n`;

describe('readParts', () => {
  it.each<[string, string, string[]]>([
    ['nothing', '  \n', []],
    ['an object', JSON.stringify(pod('a')), ['Pod/a']],
    ['a list of kubectl', list([pod('a'), pod('b')]), ['Pod/a', 'Pod/b']],
    ['a list without items', list([]), []],
    [
      'a typed list of the API server',
      `{"kind":"PodList","apiVersion":"v1","metadata":{},"items":[{"metadata":{"name":"a"}}]}`,
      ['Pod/a'],
    ],
    [
      'a list in a list',
      list([JSON.parse(list([pod('a')])), pod('b')]),
      ['Pod/a', 'Pod/b'],
    ],
    ['an array', json(pod('a'), pod('b')), ['Pod/a', 'Pod/b']],
    [
      'objects and lists after one another',
      `${JSON.stringify(pod('a'))}\n${list([pod('b')])}${list([pod('c')])}\n`,
      ['Pod/a', 'Pod/b', 'Pod/c'],
    ],
    [
      'brackets, quotes and the word items in texts',
      list([
        pod('a', { spec: { t: '}]{["\\"items": [' } }),
        pod('b', { spec: { items: [{ a: 1 }], t: '\\' } }),
      ]),
      ['Pod/a', 'Pod/b'],
    ],
    ['a YAML document', yamlPod('a'), ['Pod/a']],
    [
      'YAML documents',
      `# pods\n---\n${yamlPod('a')}---\n---\n${yamlPod('b')}...\n`,
      ['Pod/a', 'Pod/b'],
    ],
    ['a YAML list of kubectl', yamlList('a', 'b'), ['Pod/a', 'Pod/b']],
    [
      'several YAML lists',
      `${yamlList('a')}---\n${yamlList('b', 'c')}`,
      ['Pod/a', 'Pod/b', 'Pod/c'],
    ],
    [
      'an indented YAML list',
      `kind: List\napiVersion: v1\nitems:\n  - ${yamlPod('a', '    ').slice(4)}  - ${yamlPod('b', '    ').slice(4)}`,
      ['Pod/a', 'Pod/b'],
    ],
    ['an empty YAML list', 'apiVersion: v1\nitems: []\nkind: List\n', []],
    [
      'carriage returns',
      yamlList('a', 'b').replaceAll('\n', '\r\n'),
      ['Pod/a', 'Pod/b'],
    ],
    ['a byte order mark', `\uFEFF${list([pod('a')])}`, ['Pod/a']],
  ])('reads %s', async (_, text, names) => {
    for (const chunk of [1, 7, 100_000]) {
      await expect(read(text, chunk)).resolves.toMatchObject({
        names,
        skipped: [],
      });
    }
  });

  it.each<[string, string, string]>([
    [
      'JSON',
      list([pod('a'), pod('b')]).slice(0, 180),
      'JSON ends in the middle',
    ],
    ['JSON in a text', '{"kind":"Po', 'JSON ends in the middle'],
    [
      'YAML',
      yamlList('a', 'b').slice(0, 120),
      'does not end with `kind: List`',
    ],
    ['brackets', '{}]', 'does not parse as JSON'],
    ['words between', `${list([pod('a')])} error: x`, 'does not parse as JSON'],
  ])('refuses %s that is cut off or broken', async (_, text, message) => {
    await expect(read(text)).rejects.toThrow(message);
    await expect(read(text, 100_000)).rejects.toThrow(message);
  });

  it.each<[string, string, RegExp]>([
    [
      'an object that is too large',
      list([pod('a', { spec: { t: 'x'.repeat(10 * MB) } }), pod('b')]),
      /^object 1: is larger than the 4 MB/,
    ],
    [
      'an object that nests too deeply',
      `{"kind":"List","items":[{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}},${JSON.stringify(pod('b'))}]}`,
      new RegExp(`^object 1: nests deeper than ${MAX_DEPTH} levels`),
    ],
    [
      'YAML that nests too deeply',
      `a: ${'['.repeat(1000)}${']'.repeat(1000)}\n---\n${yamlPod('b')}`,
      /^object 1: YAML nests deeper than 200 levels/,
    ],
    [
      'a line of 10 MB',
      `a: ${'x'.repeat(10 * MB)}\n---\n${yamlPod('b')}`,
      /^object 1: holds a line of more than 4 MB/,
    ],
    [
      'aliases that double',
      `a0: &a0 [x]\n${Array.from({ length: 40 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]\n`).join('')}---\n${yamlPod('b')}`,
      /^object 1: .*aliases/,
    ],
    [
      'YAML that does not parse',
      `a: [b\nc: "\n---\n${yamlPod('b')}`,
      /^object 1: .*does not parse/,
    ],
    [
      'blank lines without end',
      `${'\n'.repeat(1_000_000)}a: b\n---\n${yamlPod('b')}`,
      /^object 1: is no Kubernetes object with a name$/,
    ],
    [
      'what is no object',
      `a: hunter2\n---\n${yamlPod('b')}`,
      /^object 1: is no Kubernetes object with a name$/,
    ],
    [
      'a kind that could not be listed',
      `{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Forbidden","message":"hunter2","details":{"kind":"jobs"}}${JSON.stringify(pod('b'))}`,
      /^jobs: could not be listed: Forbidden$/,
    ],
  ])('skips %s, and reads the rest', async (_, text, reason) => {
    const result = await read(text, 65_536);
    expect(result.names).toEqual(['Pod/b']);
    expect(result.skipped).toEqual([expect.stringMatching(reason)]);
    expect(result.skipped.join()).not.toContain('hunter2');
  });

  it.each<[string, object, object]>([
    [
      'by the CLI',
      { group: 'batch', kind: 'Job' },
      { path: 'Job.batch', kind: { group: 'batch', kind: 'Job' } },
    ],
    [
      'of the core',
      { kind: 'Pod' },
      { path: 'Pod', kind: { group: '', kind: 'Pod' } },
    ],
    // As an API server says it: this names a resource.
    [
      'by an API server',
      { group: 'batch', kind: 'jobs' },
      { path: 'jobs.batch' },
    ],
    ['by nobody', {}, { path: 'object 1' }],
    ['by somebody else', { group: 'a b', kind: 'Job' }, { path: 'Job' }],
    ['by a word', { kind: 'hunter2 ' }, { path: 'object 1' }],
  ])(
    'names a kind that could not be listed, told %s',
    async (_, details, told) => {
      const status = {
        kind: 'Status',
        apiVersion: 'v1',
        reason: 'Forbidden',
        details,
      };
      const skipped = [];
      for await (const part of readParts(chunksOf(JSON.stringify(status), 50), {
        partCharacters: Infinity,
        maxObjects: 10,
      })) {
        skipped.push(...part.skipped);
      }
      expect(skipped).toEqual([
        { ...told, reason: 'could not be listed: Forbidden' },
      ]);
    },
  );

  it('takes no more objects than it may', async () => {
    const text = json(...Array.from({ length: 11 }, (_, n) => pod(`a${n}`)));
    await expect(read(text, 100, { maxObjects: 10 })).rejects.toThrow(
      'The snapshot holds more than 10 objects, which is what is accepted',
    );
    const { names } = await read(text, 100, { maxObjects: 11 });
    expect(names).toHaveLength(11);
  });

  it('drops Secrets, in whatever list they come', async () => {
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's' },
    };
    await expect(
      read(
        `${list([secret, pod('a')])}{"kind":"SecretList","apiVersion":"v1","items":[{"metadata":{"name":"t"},"data":{"a":"b"}}]}`,
      ),
    ).resolves.toMatchObject({ names: ['Pod/a'], secrets: 2, skipped: [] });
  });

  it('tells some of very much that cannot be read', async () => {
    const { skipped } = await read(json(...Array(1000).fill({ a: 1 })), 65_536);
    expect(skipped).toHaveLength(21);
    expect(skipped.at(-1)).toBe('other objects: 980 more could not be read');
    const kinds = Array.from({ length: 100 }, (_, n) =>
      JSON.stringify({ kind: 'Status', details: { kind: `Kind${n}` } }),
    );
    const told = await read(kinds.join('\n'), 65_536);
    expect(told.skipped).toHaveLength(100);
  });

  it('begins a new part where one is full', async () => {
    const names = Array.from({ length: 100 }, (_, n) => `a${n}`);
    const result = await read(list(names.map(name => pod(name))), 1000, {
      partCharacters: 600,
    });
    expect(result.names).toEqual(names.map(name => `Pod/${name}`));
    expect(result.parts).toBe(10);
    expect(MAX_OBJECT_CHARACTERS).toBeGreaterThan(1.5 * MB);
  });
});
