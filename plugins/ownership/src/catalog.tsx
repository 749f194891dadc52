// The only file that knows the alpha blueprints of the catalog.
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { isIndexed } from './isIndexed';

/** Cards and tabs for pages of the catalog. */
export const entityExtensions = [
  EntityCardBlueprint.make({
    name: 'owner',
    params: {
      filter: { kind: { $in: ['component', 'system'] } },
      loader: () =>
        import('./components/entity/EntityCards').then(m => (
          <m.EntityOwnerCard />
        )),
    },
  }),
  EntityCardBlueprint.make({
    name: 'standing',
    params: {
      filter: isIndexed,
      loader: () =>
        import('./components/entity/EntityStanding').then(m => (
          <m.EntityStandingCard />
        )),
    },
  }),
  EntityContentBlueprint.make({
    name: 'standing',
    params: {
      path: '/ownership',
      title: 'Ownership',
      filter: isIndexed,
      loader: () =>
        import('./components/entity/EntityContent').then(m => (
          <m.EntityOwnershipContent />
        )),
    },
  }),
  EntityCardBlueprint.make({
    name: 'owned',
    params: {
      filter: { kind: 'group' },
      loader: () =>
        import('./components/entity/EntityCards').then(m => (
          <m.GroupOwnershipCard />
        )),
    },
  }),
  EntityContentBlueprint.make({
    name: 'owned',
    params: {
      path: '/ownership',
      title: 'Ownership',
      filter: { kind: 'group' },
      loader: () =>
        import('./components/entity/EntityCards').then(m => (
          <m.GroupOwnershipContent />
        )),
    },
  }),
];
