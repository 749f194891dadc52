// The only file that knows the alpha API for models of the catalog.
import {
  CatalogModelSources,
  createCatalogModelLayer,
} from '@backstage/catalog-model/alpha';

export { catalogModelExtensionPoint } from '@backstage/plugin-catalog-node/alpha';

/** Annotations of the entities that Plumbline makes. */
export const annotations = {
  id: 'plumbline.dev/id',
  name: 'plumbline.dev/name',
  ownerSource: 'plumbline.dev/owner-source',
  confidence: 'plumbline.dev/confidence',
  contested: 'plumbline.dev/contested',
  repository: 'plumbline.dev/repository',
  path: 'plumbline.dev/path',
  sameBecause: 'plumbline.dev/same-because',
  cluster: 'plumbline.dev/cluster',
  environments: 'plumbline.dev/environments',
} as const;

const descriptions: [annotation: string, description: string][] = [
  [
    annotations.id,
    'The thing in Plumbline’s index that the entity stands for.',
  ],
  [annotations.name, 'What it is called, where no entity can be called so.'],
  [
    annotations.ownerSource,
    'The kind of mark that decides about the owner: `codeowners`, `object-label` and so on. Absent where nobody owns it.',
  ],
  [
    annotations.confidence,
    'How sure the owner is: `certain`, `likely`, or `guess`, which is no `spec.owner` unless the configuration says so.',
  ],
  [annotations.contested, '`true` where other marks name other teams.'],
  [annotations.repository, 'The repository in Plumbline’s index.'],
  [annotations.path, 'The directory of a service in its repository.'],
  [
    annotations.sameBecause,
    'Why services of several repositories are this one.',
  ],
  [annotations.cluster, 'The cluster that a namespace is in.'],
  [
    annotations.environments,
    'The environments that it is in, in the order of promotion, with commas between them.',
  ],
];

/** What the annotations mean, for a catalog that keeps such descriptions. */
export const plumblineModel = CatalogModelSources.static([
  createCatalogModelLayer({
    layerId: 'plumbline.dev/annotations',
    builder(model) {
      for (const [name, description] of descriptions) {
        model.addAnnotation({ name, description });
      }
    },
  }),
]);
