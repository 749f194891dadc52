import { printFigure } from '../figure';
import { deployment, deployments } from './apiServer';
import { follow } from './followed';
import { DEPLOYMENTS, nameOf, PartOptions, patchOf } from './part';

/** How long a change may take to be seen before it counts as lost. */
const LOST_AFTER_MS = 120_000;

type Check = (waitMs: number) => Promise<boolean>;

/** Objects come, go and change while the API server is killed and started again; none of it may be missed. */
export async function restart(options: PartOptions): Promise<void> {
  const { open, server, times } = options;
  const database = await open();
  const doomed = (index: number) => `doomed-${database.name}-${index}`;
  await server.sendAll(
    Array.from({ length: Math.ceil(times / 3) }, (_, at) => [
      'POST',
      deployments,
      deployment(doomed(3 * at), 'doomed'),
    ]),
  );
  const followed = await follow(database, { bench: server.access });
  try {
    await followed.complete(['bench']);
    const checks: Check[] = [];
    let restarted: Promise<number> | undefined;
    for (let index = 0; index < times; index++) {
      if (index === Math.floor(times / 2)) {
        const killed = performance.now();
        restarted = server.cluster
          .restart()
          .then(() => performance.now() - killed);
      }
      const check = await change(index);
      if (check) {
        checks.push(check);
      }
    }
    const ended = performance.now();
    const restartMs = (await restarted) ?? 0;
    let lost = 0;
    for (const check of checks) {
      const left = ended + LOST_AFTER_MS - performance.now();
      lost += (await check(Math.max(0, left))) ? 0 : 1;
    }
    const common = {
      scale: `${times} changes`,
      database: database.name,
      promise: 'no change is lost',
    };
    printFigure({
      ...common,
      name: 'changes lost by a restart of the API server',
      value: lost,
      unit: 'changes',
      baseline: { what: 'changes looked for', value: checks.length },
    });
    printFigure({
      ...common,
      name: 'last change to all visible, after a restart of the API server',
      value: performance.now() - ended,
      unit: 'ms',
      baseline: { what: 'the restart itself', value: restartMs },
    });
  } finally {
    await followed.stop();
    await database.stop();
  }

  /** Makes one change, and tells how to see it; `undefined` where a later one hides it. */
  async function change(index: number): Promise<Check | undefined> {
    const team = `${database.name}-stream-${index}`;
    const owned =
      (name: string): Check =>
      waitMs =>
        followed.owned('bench', name, team, waitMs);
    switch (index % 3) {
      case 0: {
        const name = doomed(index);
        // Who was not told whether it is done asks again.
        await server.insist('DELETE', `${deployments}/${name}`, undefined, {
          accepted: [404],
        });
        return waitMs => followed.gone(name, waitMs);
      }
      case 1: {
        const name = `made-${database.name}-${index}`;
        await server.insist('POST', deployments, deployment(name, team), {
          accepted: [409],
        });
        return owned(name);
      }
      default: {
        const name = nameOf((index - 2) / 3);
        await server.insist(...patchOf(name, team));
        return index + 3 * DEPLOYMENTS < times ? undefined : owned(name);
      }
    }
  }
}
