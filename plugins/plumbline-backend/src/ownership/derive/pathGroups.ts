/** Part of a repository whose files all belong to the same owners. */
export interface PathGroup {
  /** A directory with all below it, `apps/*` for the files right in it, or a file. Empty: the whole repository. */
  path: string;
  /** A file that stands for all of them. */
  sample: string;
  files: number;
}

export interface PathGroupOptions {
  /** Directories below this depth are not taken apart. */
  maxDepth?: number;
  /** Parts of one repository. What is left over belongs to no part. */
  maxGroups?: number;
}

interface Directory {
  path: string;
  directories: Map<string, Directory>;
  files: string[];
}

/**
 * Parts of a repository, as few as there can be: a directory is one part where all files in it and below have the same
 * owners, otherwise it is taken apart.
 */
export function groupPaths(
  files: Iterable<string>,
  ownersOf: (path: string) => string,
  { maxDepth = 6, maxGroups = 500 }: PathGroupOptions = {},
): PathGroup[] {
  const root: Directory = { path: '', directories: new Map(), files: [] };
  for (const file of files) {
    const segments = file.split('/');
    let directory = root;
    for (const segment of segments.slice(0, -1).slice(0, maxDepth)) {
      let next = directory.directories.get(segment);
      if (!next) {
        next = {
          path: directory.path ? `${directory.path}/${segment}` : segment,
          directories: new Map(),
          files: [],
        };
        directory.directories.set(segment, next);
      }
      directory = next;
    }
    directory.files.push(file);
  }
  const { parts } = partsOf(root, ownersOf);
  return parts
    .map(({ path, sample, files: count }) => ({ path, sample, files: count }))
    .sort((a, b) => b.files - a.files || (a.path < b.path ? -1 : 1))
    .slice(0, maxGroups);
}

type Part = PathGroup & { owners: string };

/** The parts of a directory. One, when all of it has the same owners. */
function partsOf(
  directory: Directory,
  ownersOf: (path: string) => string,
): { parts: Part[] } {
  const direct = new Map<string, string[]>();
  for (const file of [...directory.files].sort()) {
    const owners = ownersOf(file);
    const known = direct.get(owners);
    if (known) {
      known.push(file);
    } else {
      direct.set(owners, [file]);
    }
  }
  const below = [...directory.directories.values()].flatMap(
    child => partsOf(child, ownersOf).parts,
  );
  const owners = new Set([...direct.keys(), ...below.map(part => part.owners)]);
  if (owners.size <= 1) {
    const samples = [
      ...[...direct.values()].flat(),
      ...below.map(part => part.sample),
    ];
    return {
      parts:
        samples.length === 0
          ? []
          : [
              {
                path: directory.path,
                sample: samples[0],
                files:
                  [...direct.values()].flat().length +
                  below.reduce((sum, part) => sum + part.files, 0),
                owners: [...owners][0],
              },
            ],
    };
  }
  const prefix = directory.path ? `${directory.path}/` : '';
  const own = [...direct].flatMap(([key, files]): Part[] =>
    direct.size === 1
      ? [
          {
            path: `${prefix}*`,
            sample: files[0],
            files: files.length,
            owners: key,
          },
        ]
      : files.map(file => ({
          path: file,
          sample: file,
          files: 1,
          owners: key,
        })),
  );
  return { parts: [...own, ...below] };
}
