import { Finding } from '../../facts';
import { objectsOf } from '../manifests';
import { ofEveryFile, someOf } from '../../memory/perFile';
import { isFlux, titleOf } from './fluxObjects';

/** ResourceSets of the Flux Operator: what they make of their inputs is not known here. */
export const resourceSets = ofEveryFile(
  ({ path, documents }, { repository, revision }): Finding[] | undefined =>
    someOf(
      documents
        .flatMap(document => [...objectsOf(document)])
        .filter(({ value }) => isFlux(value, 'ResourceSet'))
        .map(({ value, line }): Finding => ({
          rule: 'flux-resourceset-unknown',
          severity: 'info',
          location: { repository, revision, path, line },
          message: `${titleOf(value)} makes objects of its own, which are not known here.`,
        })),
    ),
);
