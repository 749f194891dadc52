import { DeclaredObject, JsonObject } from '../../facts';
import { isObject, listAt, objectAt, textAt } from '../../lib/json';
import { objectsOf } from '../manifests';
import { ofEveryFile, someOf } from '../../memory/perFile';
import { globPattern } from './globs';
import { selects } from './selector';

/** Applications whose images an ImageUpdater of Argo CD Image Updater keeps up to date. */
export interface UpdatedApplications {
  name: RegExp;
  labels: JsonObject[];
  images: string[];
}

/** What ImageUpdaters say themselves; where they leave it to annotations, those tell it. */
export const imageUpdaters = ofEveryFile(
  ({ documents }): UpdatedApplications[] | undefined =>
    someOf(
      documents
        .flatMap(document => [...objectsOf(document)])
        .filter(
          ({ value }) =>
            value.kind === 'ImageUpdater' &&
            textAt(value, 'apiVersion')?.startsWith(
              'argocd-image-updater.argoproj.io/',
            ),
        )
        .flatMap(({ value }) => listAt(value, 'spec', 'applicationRefs'))
        .flatMap((reference): UpdatedApplications[] => {
          const pattern = textAt(reference, 'namePattern');
          const name = pattern && globPattern(pattern, { greedy: false });
          const images = listAt(reference, 'images').flatMap(
            image => textAt(image, 'imageName') ?? [],
          );
          // One selector, or a list of them.
          const labels = [
            objectAt(reference, 'labelSelectors'),
            ...listAt(reference, 'labelSelectors'),
          ].filter(isObject);
          return name && images.length > 0 ? [{ name, labels, images }] : [];
        }),
    ),
);

/** Whether an Application is one of those. */
export function isUpdated(
  { kind, name, labels }: DeclaredObject,
  updated: UpdatedApplications,
): boolean {
  return (
    kind === 'Application' &&
    updated.name.test(name) &&
    updated.labels.every(selector => selects(selector, labels ?? {}) === true)
  );
}
