import { ParsedRepository, ReaderResult } from '../readers/reader';
import { engineObjects, plainVariantObjects } from './variantObjects';
import { EngineName } from '../engines/deployment';
import { modelOf } from './model';

/** What the reader of one engine answers: its objects in plain files, and those that it applies from plain files. */
export function readEngine(
  repository: ParsedRepository,
  engine: EngineName,
): ReaderResult {
  const model = modelOf(repository);
  return {
    objects: [
      ...engineObjects(model, engine),
      ...plainVariantObjects(model, engine),
    ],
    consumed: model.consumed,
    ...model.said[engine],
  };
}
