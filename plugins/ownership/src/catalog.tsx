// The only file that knows the alpha blueprints of the catalog.
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';

/** Cards and a tab for pages of the catalog. */
export const entityExtensions = [
  EntityCardBlueprint.make({
    name: 'owner',
    params: {
      filter: { kind: { $in: ['component', 'system'] } },
      loader: () =>
        import('./components/EntityCards').then(m => <m.EntityOwnerCard />),
    },
  }),
  EntityCardBlueprint.make({
    name: 'owned',
    params: {
      filter: { kind: 'group' },
      loader: () =>
        import('./components/EntityCards').then(m => <m.GroupOwnershipCard />),
    },
  }),
  EntityContentBlueprint.make({
    name: 'owned',
    params: {
      path: '/ownership',
      title: 'Ownership',
      filter: { kind: 'group' },
      loader: () =>
        import('./components/EntityCards').then(m => (
          <m.GroupOwnershipContent />
        )),
    },
  }),
];
