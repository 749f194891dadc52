import { ThingRef } from '@plumbline/plugin-plumbline-common';
import { nameOfThing } from './words';

it.each<[Partial<ThingRef>, string]>([
  [
    { type: 'workload', kind: 'Deployment', namespace: 'shop', name: 'cart' },
    'Deployment shop/cart',
  ],
  [{ type: 'workload', name: 'cart' }, 'workload cart'],
  [{ type: 'service', name: 'cart' }, 'service cart'],
  [{ type: 'path', name: '' }, 'all of it'],
  [{ type: 'path', name: 'apps/cart' }, 'apps/cart'],
  [{ type: 'path', name: 'apps/*' }, 'files right in apps/'],
  [{ type: 'path', name: 'apps/cart/*' }, 'files right in apps/cart/'],
  [{ type: 'path', name: '*' }, 'files right in the root'],
  [{ type: 'path', name: 'docs/a*' }, 'docs/a*'],
])('names %p', (thing, name) => {
  expect(nameOfThing({ id: 'thing', type: 'path', name: '', ...thing })).toBe(
    name,
  );
});
