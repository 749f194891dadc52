import { Semaphore } from './Semaphore';

describe('Semaphore', () => {
  const { signal } = new AbortController();

  it('lets so many run, the others in order, and forgets who no longer waits', async () => {
    const semaphore = new Semaphore(2).share();
    const log: string[] = [];
    const ends = new Map<string, () => void>();
    const run = (name: string, waits = signal) =>
      semaphore.run(async () => {
        log.push(name);
        await new Promise<void>(resolve => ends.set(name, resolve));
      }, waits);
    const stop = new AbortController();
    const first = run('first');
    const failing = semaphore
      .run(async () => {
        log.push('failing');
        await new Promise(resolve => setTimeout(resolve, 20));
        throw new Error('failed');
      }, signal)
      .catch(String);
    const stopped = run('stopped', stop.signal);
    const last = run('last');
    stop.abort(new Error('stopped'));
    await expect(stopped).rejects.toThrow('stopped');
    await expect(run('late', stop.signal)).rejects.toThrow('stopped');
    await expect(failing).resolves.toBe('Error: failed');
    await new Promise(resolve => setTimeout(resolve));
    ends.get('first')?.();
    ends.get('last')?.();
    await Promise.all([first, last]);
    expect(log).toEqual(['first', 'failing', 'last']);
    await semaphore.run(async () => log.push('again'), signal);
    expect(log).toContain('again');
  });

  it('leaves places to others than the one that asks for the most, and takes turns', async () => {
    const semaphore = new Semaphore(3, 2);
    const begun: string[] = [];
    const ends = new Map<string, () => void>();
    const shares = new Map(['a', 'b', 'c'].map(of => [of, semaphore.share()]));
    const run = (name: string) =>
      shares.get(name[0])?.run(async () => {
        begun.push(name);
        await new Promise<void>(resolve => ends.set(name, resolve));
      }, signal);
    const end = async (name: string) => {
      ends.get(name)?.();
      await new Promise(resolve => setTimeout(resolve));
      return begun.splice(0);
    };
    const all = ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1', 'c2'].map(run);
    await new Promise(resolve => setTimeout(resolve));
    expect(begun.splice(0)).toEqual(['a1', 'a2', 'b1']);
    expect(await end('b1')).toEqual(['b2']);
    expect(await end('b2')).toEqual(['c1']);
    expect(await end('a1')).toEqual(['a3']);
    expect(await end('a2')).toEqual(['c2']);
    expect(await end('c1')).toEqual(['a4']);
    for (const name of ['a3', 'a4', 'c2']) {
      expect(await end(name)).toEqual([]);
    }
    await Promise.all(all);
  });
});
