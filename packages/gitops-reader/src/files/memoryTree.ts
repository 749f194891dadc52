import { FileTree, HostKind, TreeFile } from './tree';

/** Content of a file: text, bytes, or something that is no file. */
export type MemoryFile =
  string | Uint8Array | { type: 'symlink' | 'submodule' } | { error: string };

/** A tree in memory, for tests. */
export function memoryTree(
  files: Record<string, MemoryFile>,
  {
    repository = 'acme/app-config',
    revision = 'a'.repeat(40),
    hostKind,
  }: { repository?: string; revision?: string; hostKind?: HostKind } = {},
): FileTree & { readonly reads: string[] } {
  const encoder = new TextEncoder();
  const reads: string[] = [];
  const bytes = (file: MemoryFile) => {
    if (typeof file === 'string') {
      return encoder.encode(file);
    }
    return file instanceof Uint8Array ? file : new Uint8Array();
  };
  return {
    repository,
    revision,
    ...(hostKind ? { hostKind } : {}),
    reads,
    async list() {
      return Object.entries(files).map(([path, file]): TreeFile => ({
        path,
        size: bytes(file).length,
        digest: digestOf(bytes(file)),
        type: typeof file === 'object' && 'type' in file ? file.type : 'file',
      }));
    },
    async *read(paths) {
      for (const path of paths) {
        reads.push(path);
        const file = files[path];
        if (typeof file === 'object' && 'error' in file) {
          yield { path, error: file.error };
        } else {
          yield { path, content: bytes(file) };
        }
      }
    },
  };
}

/** Tells contents apart well enough for a test. */
function digestOf(content: Uint8Array): string {
  let hash = 0;
  for (const byte of content) {
    hash = (Math.imul(hash, 31) + byte) | 0;
  }
  return `${content.length}-${hash}`;
}
