import {
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import fs from 'node:fs/promises';
import { SnapshotClusterProvider } from './SnapshotClusterProvider';

const directory = createMockDirectory();

const pod = (name: string) => `apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: shop }
`;

function provider(clusters?: object[]) {
  return SnapshotClusterProvider.fromConfig(
    mockServices.rootConfig({
      data: {
        plumbline: {
          clusters: JSON.parse(
            JSON.stringify(
              clusters ?? [
                {
                  name: 'prod-eu',
                  environment: 'production',
                  aliases: ['https://prod-eu.example'],
                  snapshot: directory.resolve('prod'),
                },
              ],
            ),
          ),
        },
      },
    }),
  );
}

async function read(signal = new AbortController().signal) {
  const names: string[] = [];
  const skipped: Record<string, string> = {};
  let taken: string | undefined;
  for await (const part of provider().objects(
    { name: 'prod-eu' },
    { signal },
  )) {
    if ('object' in part) {
      const { metadata } = part.object;
      names.push(
        typeof metadata === 'object' && metadata && 'name' in metadata
          ? String(metadata.name)
          : '?',
      );
    } else if ('skipped' in part) {
      skipped[part.skipped.path] = part.skipped.reason;
    } else {
      taken = part.taken;
    }
  }
  return { names: names.sort(), skipped, taken };
}

describe('SnapshotClusterProvider', () => {
  it('lists the clusters of the configuration', async () => {
    await expect(provider().clusters()).resolves.toEqual([
      {
        name: 'prod-eu',
        environment: 'production',
        aliases: ['https://prod-eu.example'],
      },
    ]);
    expect(() =>
      provider([
        { name: 'a', snapshot: 'x' },
        { name: 'a', snapshot: 'y' },
      ]),
    ).toThrow("plumbline.clusters: two clusters are named 'a'");
  });

  it('reads documents, lists and JSON in any folder below', async () => {
    directory.setContent({
      prod: {
        'pods.yaml': `${pod('a')}---\n${pod('b')}`,
        'empty.yml': '',
        notes: { 'README.md': 'kind: Pod' },
        nested: {
          'list.yml': `apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Pod
  metadata:
    name: c
    namespace: shop
`,
          'd.json': JSON.stringify({
            apiVersion: 'v1',
            kind: 'List',
            items: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'd' } }],
          }),
        },
      },
    });
    for (const [file, modified] of [
      ['empty.yml', 1_500_000_000],
      ['nested/list.yml', 1_500_000_000],
      ['nested/d.json', 1_500_000_000],
      ['pods.yaml', 1_700_000_000],
    ] as const) {
      await fs.utimes(directory.resolve(`prod/${file}`), 0, modified);
    }
    await expect(read()).resolves.toEqual({
      names: ['a', 'b', 'c', 'd'],
      skipped: {},
      taken: '2023-11-14T22:13:20.000Z',
    });
  });

  it('takes its age from the marker', async () => {
    directory.setContent({
      prod: {
        'pods.yaml': pod('a'),
        'plumbline-snapshot.json': '{"takenAt":"2026-11-23T02:00:00Z"}',
      },
    });
    await expect(read()).resolves.toEqual({
      names: ['a'],
      skipped: {},
      taken: '2026-11-23T02:00:00.000Z',
    });
    directory.addContent({ 'prod/plumbline-snapshot.json': '{"takenAt": 5}' });
    await expect(read()).rejects.toThrow(
      'plumbline-snapshot.json must hold {"takenAt"',
    );
  });

  it('skips what is hostile or broken, and reads the rest', async () => {
    directory.setContent({
      'outside.yaml': pod('outside'),
      prod: { 'a.yaml': pod('a'), 'broken.yaml': 'a: [b\nc: "' },
    });
    await fs.symlink(
      directory.resolve('outside.yaml'),
      directory.resolve('prod/leaves.yaml'),
    );
    await fs.symlink('a.yaml', directory.resolve('prod/stays.yaml'));
    await fs.symlink('nowhere', directory.resolve('prod/dangling.yaml'));
    await fs.symlink('.', directory.resolve('prod/loop'));
    await fs.symlink('.', directory.resolve('prod/loop.yaml'));
    await fs.truncate(
      await touch(directory.resolve('prod/huge.yaml')),
      50 * 1024 * 1024,
    );
    const { names, skipped } = await read();
    expect(names).toEqual(['a', 'a']);
    expect(skipped).toEqual({
      'broken.yaml': expect.stringContaining('does not parse'),
      'leaves.yaml': 'symlink that leaves the snapshot folder',
      'dangling.yaml': 'cannot be read',
      'loop.yaml': expect.any(String),
      'huge.yaml': expect.stringContaining('50 MB, larger than 32 MB'),
    });
  });

  it.each([
    ['an empty folder', { prod: {} }, 'holds no Kubernetes objects'],
    [
      'a folder where nothing can be read',
      { prod: { 'a.yaml': 'a: [' } },
      /holds no Kubernetes objects \(a\.yaml: /,
    ],
    ['a folder that is not there', {}, 'does not exist'],
    [
      'a clock that is wrong',
      {
        prod: {
          'a.yaml': pod('a'),
          'plumbline-snapshot.json': '{"takenAt":"2126-11-23T02:00:00Z"}',
        },
      },
      'was taken at 2126-11-23T02:00:00.000Z, which is in the future: is the clock right',
    ],
    ['a file', { prod: 'kind: Pod' }, 'cannot be listed'],
  ])('names %s', async (_, content, message) => {
    directory.setContent(content);
    await expect(read()).rejects.toThrow(message);
    await expect(read()).rejects.toThrow(directory.resolve('prod'));
  });

  it('stops when it is told to', async () => {
    directory.setContent({ prod: { 'a.yaml': pod('a') } });
    await expect(read(AbortSignal.abort())).rejects.toThrow(/abort/i);
  });
});

async function touch(file: string): Promise<string> {
  await fs.writeFile(file, '');
  return file;
}
