import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readers } from '.';
import { Reader } from './reader';

const readerFolders = foldersOf(__dirname);
const rooms = foldersOf(join(__dirname, '..')).filter(
  name => name !== 'readers',
);

function foldersOf(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter(entry => entry.isDirectory() && !entry.name.startsWith('_'))
    .map(({ name }) => name);
}

describe.each(readerFolders)('the reader folder %s', name => {
  const files = readdirSync(join(__dirname, name));

  it('exports a reader of its name, which is registered', async () => {
    const exports: Record<string, Reader> = await import(`./${name}`);
    const reader = exports[`${name}Reader`];
    expect(reader).toMatchObject({
      name,
      wants: expect.any(Function),
      read: expect.any(Function),
    });
    expect(readers).toContain(reader);
  });

  it('says what it covers, and is tested', () => {
    expect(files).toContain('README.md');
    expect(files.filter(file => file.endsWith('.test.ts'))).not.toEqual([]);
  });
});

describe.each(rooms)('the room %s', name => {
  it('is told of in the README of the package', () => {
    const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');
    expect(readme).toContain(`\n| \`${name}\` `);
  });
});

describe('readers', () => {
  it('each have a folder', () => {
    for (const { name } of readers) {
      expect(existsSync(join(__dirname, name))).toBe(true);
    }
    expect(new Set(readers.map(({ name }) => name)).size).toBe(readers.length);
  });

  it.each(readers.map(reader => [reader.name, reader] as const))(
    '%s answers for any path and an empty repository',
    (_, reader) => {
      for (const path of [
        '',
        '/',
        '..',
        'a b',
        '\u0000',
        '(',
        'a/'.repeat(500),
      ]) {
        expect(typeof reader.wants(path)).toBe('boolean');
        expect(typeof (reader.wantsText?.(path) ?? false)).toBe('boolean');
      }
      expect(() =>
        reader.read({
          repository: 'acme/x',
          revision: 'r',
          paths: new Set(),
          files: new Map(),
        }),
      ).not.toThrow();
    },
  );
});
