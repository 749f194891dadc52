import { ListMemory } from './perFile';

describe('ListMemory', () => {
  const item = (name: string) => ({ name });
  const [a, b, c, d, e, f] = [...'abcdef'].map(item);

  it.each([
    ['nothing new', [a, b, c, d], ''],
    ['one replaced', [a, e, c, d], 'e'],
    ['one and others far behind replaced', [e, b, c, f], 'ef'],
    ['some come in', [a, e, f, b, c, d], 'ef'],
    ['one comes in at either end', [e, a, b, c, d, f], 'ef'],
    ['some go', [a, d], ''],
    ['one goes, another comes', [a, c, d, e], 'e'],
    ['all go', [], ''],
  ])('asks for what is new alone: %s', (_, items, asked) => {
    const memory = new ListMemory<{ name: string }, { of: string }>();
    const first = memory.map([a, b, c, d], ({ name }) => ({ of: name }));
    const names: string[] = [];
    const second = memory.map(items, ({ name }) => {
      names.push(name);
      return { of: name };
    });
    expect(names.join('')).toBe(asked);
    expect(second).toEqual(items.map(({ name }) => ({ of: name })));
    expect(second.filter(made => first.includes(made))).toHaveLength(
      items.length - asked.length,
    );
    expect(memory.map(items, () => ({ of: 'anew' }))).toEqual(second);
  });

  it('is right about any list, also about items that come twice', () => {
    const memory = new ListMemory<{ name: string }, string>();
    for (let round = 0; round < 500; round++) {
      const items = Array.from(
        { length: round % 9 },
        (_, index) => [a, b, c, d][(round * 7 + index * index * 5) % 4],
      );
      expect(memory.map(items, ({ name }) => name)).toEqual(
        items.map(({ name }) => name),
      );
    }
  });
});
