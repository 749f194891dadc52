import { Change } from '@plumbline/gitops-reader';
import { newestChanges } from './findThings';

const change = (path: string, day: number): Change => ({
  path,
  revision: 'a'.repeat(40),
  author: `day ${day}`,
  at: `2026-11-${String(day).padStart(2, '0')}T00:00:00Z`,
  subject: 'x',
});

describe('newestChanges', () => {
  const changes = [
    change('README.md', 3),
    change('apps/cart/a.yaml', 5),
    change('apps/cart/base/b.yaml', 9),
    change('apps/cartoon/c.yaml', 12),
    change('apps/d.yaml', 1),
  ];

  it.each([
    ['', 12],
    ['*', 3],
    ['apps', 12],
    ['apps/*', 1],
    ['apps/cart', 9],
    ['apps/cart/*', 5],
    ['apps/cart/a.yaml', 5],
    ['apps/cart/base/b.yaml', 9],
    ['apps/c', undefined],
    ['docs', undefined],
  ])('knows the newest of %j', async (part, day) => {
    const newest = await newestChanges(changes, [part, 'apps/cart']);
    expect(newest.get(part)?.author).toBe(day && `day ${day}`);
  });

  it('looks at each change once, however many parts there are', async () => {
    const many = Array.from({ length: 20_000 }, (_, at) =>
      change(`apps/a${at % 5_000}/f${at}.yaml`, 1 + (at % 28)),
    );
    const parts = Array.from({ length: 5_000 }, (_, at) => `apps/a${at}`);
    const before = process.cpuUsage();
    expect((await newestChanges(many, parts)).size).toBe(5_000);
    const { user, system } = process.cpuUsage(before);
    expect(user + system).toBeLessThan(2_000_000);
  });
});
