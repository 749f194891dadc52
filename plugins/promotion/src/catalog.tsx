// The only file that knows the alpha blueprints of the catalog.
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';

/** A card and a tab for pages of the catalog. */
export const entityExtensions = [
  EntityCardBlueprint.make({
    name: 'path',
    params: {
      filter: { kind: 'component' },
      loader: () =>
        import('./components/EntityCards').then(m => <m.EntityPromotionCard />),
    },
  }),
  EntityContentBlueprint.make({
    name: 'path',
    params: {
      path: '/promotion',
      title: 'Promotion',
      filter: { kind: 'component' },
      loader: () =>
        import('./components/EntityCards').then(m => (
          <m.EntityPromotionContent />
        )),
    },
  }),
];
