import { MemoryPicture } from '../__testUtils__/MemoryPicture';
import { Changes } from './Changes';
import { ServedResource } from './served';

const pods: ServedResource = {
  group: '',
  version: 'v1',
  kind: 'Pod',
  resource: 'pods',
  read: 'whole',
  path: '/api/v1/pods',
  watchable: true,
};

const change = (name: string) => ({
  type: 'changed' as const,
  object: { metadata: { name } },
});

describe('Changes', () => {
  it('go to the index in order, with where the watch stands', async () => {
    const picture = new MemoryPicture();
    const changes = new Changes({
      picture,
      served: pods,
      gatherMs: 60_000,
      pointOf: version => `at ${version}`,
      onFailure: () => {},
    });
    await changes.add(change('a'), '1', 10);
    await changes.add(change('b'), '2', 10);
    await changes.bookmark('3');
    expect(picture.diary).toEqual(['apply Pod 2', 'heard Pod']);
    expect([...picture.kept.values()]).toMatchObject([
      { resourceVersion: 'at 3' },
    ]);
    expect(changes.written).toBe('3');
  });

  it('that were lost let none that came after them in', async () => {
    const picture = new MemoryPicture();
    let fail = (_: Error) => {};
    let applying = () => {};
    const began = new Promise<void>(resolve => {
      applying = resolve;
    });
    picture.onApply = () =>
      new Promise<void>((_, reject) => {
        picture.onApply = async () => {};
        fail = reject;
        applying();
      });
    const failed = jest.fn();
    const changes = new Changes({
      picture,
      served: pods,
      gatherMs: 1,
      pointOf: version => version,
      onFailure: failed,
    });
    await changes.add(change('a'), '1', 10);
    await began;
    await changes.add(change('b'), '2', 10);
    const second = changes.flush();
    fail(new Error('the database is gone'));
    await expect(second).rejects.toThrow('the database is gone');
    await expect(changes.bookmark('3')).rejects.toThrow('is gone');
    await expect(changes.add(change('c'), '4', 10)).rejects.toThrow('is gone');
    expect(failed).toHaveBeenCalled();
    expect(changes.written).toBeUndefined();
    expect(picture.of('Pod').size).toBe(0);
    expect(picture.diary).toEqual([]);
  });
});
