import { modelOf } from '../deployments';
import { DeclaredObject, Finding } from '../facts';
import { ParsedRepository, Reader } from '../reader';
import { baseName } from '../treePaths';
import { kustomizationObjects, variantObjects } from '../variantObjects';
import { KustomizeBuilder } from './build';
import { declaredObjects } from './declared';
import { builderOf, rootDirectories } from './roots';

/**
 * Builds one kustomization of a repository.
 *
 * @public
 */
export function buildKustomization(
  repository: ParsedRepository,
  directory: string,
): {
  objects: DeclaredObject[];
  /** Files that it is made of. */
  consumed: ReadonlySet<string>;
  findings: Finding[];
  /** What is missing from the objects, and why: empty when nothing is. */
  partial: string[];
} {
  const builder = new KustomizeBuilder(repository);
  const path = directory.replace(/^(\.\/)+|\/+$/g, '').replace(/^\.$/, '');
  const build = builder.build(path);
  return build
    ? {
        objects: declaredObjects(build, repository, { builtBy: path || '.' }),
        consumed: builder.filesOf(path),
        findings: builder.findings(),
        partial: build.partial,
      }
    : {
        objects: [],
        consumed: new Set(),
        findings: [],
        partial: [`${directory} holds no kustomization`],
      };
}

/**
 * Reads kustomizations: the objects that each root builds, with what every layer does to them. Roots are those
 * that no other kustomization builds on, and those that an engine points at.
 *
 * @public
 */
export const kustomizeReader: Reader = {
  name: 'kustomize',

  wants(path) {
    return /\.(ya?ml|json)$/i.test(path) || baseName(path) === 'Kustomization';
  },

  *prepare(repository) {
    const builder = builderOf(repository);
    for (const directory of rootDirectories(repository)) {
      builder.build(directory);
      yield;
    }
    if (!repository.changed) {
      // All of it is new; later, most is remembered already.
      const model = modelOf(repository);
      yield;
      for (const variant of model.variants) {
        if (!variant.plain) {
          variantObjects(variant, model);
          yield;
        }
      }
    }
  },

  read(repository) {
    const model = modelOf(repository);
    return {
      objects: model.variants
        .filter(({ plain }) => !plain)
        .flatMap(variant => [
          ...variantObjects(variant, model),
          ...kustomizationObjects(variant, model),
        ]),
      consumed: model.consumed,
      findings: model.builder.findings(),
    };
  },
};
