import {
  LoggerService,
  SchedulerService,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { LookupOptions, OnCall } from '@plumbline/gitops-lookup';
import {
  OnCallDirectoryStatus,
  TeamOnCall,
} from '@plumbline/plugin-plumbline-common';
import { OnCallDirectory } from '@plumbline/plugin-plumbline-node';
import { messageOf } from '../lib/messages';
import { isMarkOf } from '../index/teamMarks';
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

/** What is known of who is on call. Nobody is asked but the database and the clock. */
export interface WhoIsOnCall {
  /** What the lookup asks; absent where nothing is set up that tells. */
  forTeams: LookupOptions['onCall'];
  /** What the page of a team asks: the same, with how asking the directories goes. */
  forTeam(team: string): Promise<TeamOnCall | undefined>;
  /** How asking each directory goes. */
  directories(): Promise<OnCallDirectoryStatus[]>;
}

/** Asks the directories on one replica, each by itself, at start and on schedule. Returns what is known by that. */
export async function startOnCall(
  options: StartOnCallOptions,
): Promise<WhoIsOnCall> {
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
  const forTeams: LookupOptions['onCall'] =
    directories.all.length + rotas.length > 0
      ? teams => readOnCall(teams, options)
      : undefined;
  const statuses = () => store.directories(directories.all.map(({ id }) => id));
  return {
    forTeams,
    forTeam: async team =>
      forTeams && {
        entries: await forTeams([team]),
        directories: await statuses(),
      },
    directories: statuses,
  };
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
  const marks = await store.marksOf(teams);
  const turns = [...marks].flatMap(([team, known]) =>
    rotas
      .filter(rota => isMarkOf(known, rota.team))
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
  return [...turns, ...(await store.onCall(marks, at))];
}
