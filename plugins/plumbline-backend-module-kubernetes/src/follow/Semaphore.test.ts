import { Semaphore } from './Semaphore';

describe('Semaphore', () => {
  const { signal } = new AbortController();

  it('lets so many run, the others in order, and forgets who no longer waits', async () => {
    const semaphore = new Semaphore(2);
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
});
