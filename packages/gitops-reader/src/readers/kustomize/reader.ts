import { Model, modelOf, Variant } from '../../deployments';
import { DeclaredObject, Finding } from '../../facts';
import { ParsedRepository, Reader } from '../reader';
import { baseName } from '../../files/treePaths';
import { Places, placesOf } from '../paths';
import { ListMemory, perOrigin } from '../../memory/perFile';
import {
  hangsOnOthers,
  kustomizationObjects,
  variantObjects,
} from '../../deployments/variantObjects';
import { KustomizeBuilder } from './build/build';
import { declaredObjects } from './declared';
import { builderOf, rootDirectories } from './build/roots';

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

interface BuiltBefore {
  places: Places;
  objects: ListMemory<Variant, readonly DeclaredObject[] | undefined>;
}

const builtBefore = perOrigin((): { last?: BuiltBefore } => ({}));

/** Objects of all that kustomize builds. Of variants that are the same as before, all that hangs on them alone is. */
function builtObjects(model: Model): DeclaredObject[] {
  const { repository } = model;
  const places = placesOf(repository);
  const known = builtBefore(repository);
  if (known.last?.places !== places) {
    known.last = { places, objects: new ListMemory() };
  }
  const make = (variant: Variant) => [
    ...variantObjects(variant, model),
    ...kustomizationObjects(variant, model),
  ];
  const objects: DeclaredObject[] = [];
  known.last.objects
    .map(model.variants, variant =>
      variant.plain || hangsOnOthers(variant) ? undefined : make(variant),
    )
    .forEach((made, index) => {
      const variant = model.variants[index];
      for (const object of made ?? (variant.plain ? [] : make(variant))) {
        objects.push(object);
      }
    });
  return objects;
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
    yield* builderOf(repository).buildRoots(rootDirectories(repository));
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
      objects: builtObjects(model),
      consumed: model.consumed,
      findings: model.builder.findings(),
    };
  },
};
