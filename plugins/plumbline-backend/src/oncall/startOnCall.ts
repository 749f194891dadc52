import {
  LoggerService,
  SchedulerService,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { LookupOptions, OnCall, teamKey } from '@plumbline/gitops-lookup';
import { OnCallDirectory } from '@plumbline/plugin-plumbline-node';
import { messageOf } from '../collect/messages';
import { DatabaseOnCall } from './DatabaseOnCall';
import { Directories } from './Directories';
import { Rota, ROTA, turnAt } from './rota';

export interface StartOnCallOptions {
  directories: Directories;
  rotas: Rota[];
  store: DatabaseOnCall;
  schedule: SchedulerServiceTaskScheduleDefinition;
  now: () => Date;
  logger: LoggerService;
  scheduler: SchedulerService;
}

/**
 * Asks the directories on one replica, each by itself, at start and on schedule. Returns what the lookup may ask: it asks
 * nobody but the database and the clock.
 */
export async function startOnCall(
  options: StartOnCallOptions,
): Promise<LookupOptions['onCall']> {
  const { directories, rotas, store, schedule, scheduler, logger } = options;
  await store.keepOnly(directories.all.map(({ id }) => id));
  for (const directory of directories.all) {
    const id = `plumbline-ask-who-is-on-call-${directory.id}`;
    await scheduler.scheduleTask({
      ...schedule,
      id,
      scope: 'global',
      fn: signal => askOnce(directory, signal, options),
    });
    // A start often brings another configuration. What runs already does not have to be started.
    scheduler.triggerTask(id).catch(error =>
      logger.debug('Not asked at start who is on call', {
        directory: directory.id,
        error: messageOf(error),
      }),
    );
  }
  return directories.all.length + rotas.length > 0
    ? teams => readOnCall(teams, options)
    : undefined;
}

/** A directory that could not be asked changes nothing that was known. */
export async function askOnce(
  directory: OnCallDirectory,
  signal: AbortSignal,
  { store, now, logger }: Pick<StartOnCallOptions, 'store' | 'now' | 'logger'>,
): Promise<void> {
  try {
    const teams = await store.teams();
    const { entries, unknown = [] } = await directory.onCall({ teams, signal });
    const problem =
      unknown.length > 0
        ? messageOf(unknown.map(team => team.problem).join('; '))
        : undefined;
    if (problem !== undefined) {
      logger.warn('Not told of all teams who is on call', {
        directory: directory.id,
        problem,
      });
    }
    const untold = unknown.map(({ team }) => team);
    await store.replace(directory.id, { entries, untold, problem }, now());
  } catch (error) {
    const message = messageOf(error);
    logger.warn('Failed to ask who is on call', {
      directory: directory.id,
      error: message,
    });
    await store.failed(directory.id, message, now());
  }
}

/** Who is on call: those of the rotas, whose turns are worked out now, then what directories said. */
export async function readOnCall(
  teams: string[],
  { rotas, store, now }: Pick<StartOnCallOptions, 'rotas' | 'store' | 'now'>,
): Promise<OnCall[]> {
  const at = now();
  const keys = await store.keysOf(teams);
  const turns = [...keys].flatMap(([team, known]) =>
    rotas
      .filter(rota => known.includes(teamKey(rota.team)))
      .flatMap(rota => {
        const turn = turnAt(rota, at);
        return turn
          ? {
              team,
              ...turn,
              ...(rota.escalation.length > 0 && {
                escalation: rota.escalation,
              }),
              source: ROTA,
              asOf: at.toISOString(),
            }
          : [];
      }),
  );
  return [...turns, ...(await store.onCall(keys, at))];
}
