import { modelOf } from '../deployments';
import { DeclaredObject } from '../facts';
import { isObject, listAt } from '../lib/json';
import { isKustomizationFile } from '../readers/kustomize/kustomization';
import { PathSet } from '../files/pathSets';
import { ofEveryFile, someOf } from '../memory/perFile';
import { ParsedRepository } from '../readers/reader';
import { directoryOf, joinPath } from '../files/treePaths';

/** Files and directories that kustomizations take objects from. */
const resourcesOfFiles = ofEveryFile(({ path, documents }) =>
  isKustomizationFile(path)
    ? someOf(
        documents.flatMap(({ value }) =>
          isObject(value)
            ? listAt(value, 'resources').flatMap(entry =>
                typeof entry === 'string'
                  ? (joinPath(directoryOf(path), entry) ?? [])
                  : [],
              )
            : [],
        ),
      )
    : undefined,
);

/**
 * Files that kustomizations build: what is not among the objects was left out on purpose. Those of which none has built
 * anything are known where everything is that could have.
 */
export class BuiltFiles {
  readonly #repository: ParsedRepository;
  readonly #objects: readonly DeclaredObject[];
  readonly #consumed: Pick<PathSet, 'has'>;
  #built: Set<string> | undefined;
  #leftOut: Set<string> | undefined;

  constructor(
    repository: ParsedRepository,
    objects: readonly DeclaredObject[],
    consumed: Pick<PathSet, 'has'>,
  ) {
    this.#repository = repository;
    this.#objects = objects;
    this.#consumed = consumed;
  }

  has(path: string): boolean {
    this.#built ??= this.#filesOfObjects();
    if (this.#built.has(path)) {
      return true;
    }
    if (!this.#consumed.has(path)) {
      return false;
    }
    this.#leftOut ??= this.#filesOfResources();
    return this.#leftOut.has(path);
  }

  #filesOfObjects(): Set<string> {
    const built = new Set<string>();
    for (const { location, builtBy } of this.#objects) {
      if (builtBy !== undefined && this.#consumed.has(location.path)) {
        built.add(location.path);
      }
    }
    return built;
  }

  /** Files that are taken for their objects, without those of kustomizations that are known in part, or refused. */
  #filesOfResources(): Set<string> {
    const files = new Set(
      resourcesOfFiles(this.#repository).flatMap(({ made }) => made),
    );
    const { variants, builder } = modelOf(this.#repository);
    for (const { build, directory, plain } of variants) {
      const isRefused = [...build.findings.values()].some(
        ({ rule }) => rule === 'kustomize-duplicate-object',
      );
      if (isRefused || build.partial.length > 0) {
        const own = plain ? build.files : builder.filesOf(directory);
        own.forEach(file => files.delete(file));
      }
    }
    return files;
  }
}
