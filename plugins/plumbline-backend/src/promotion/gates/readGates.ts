import { LoggerService } from '@backstage/backend-plugin-api';
import { PromotionGates } from '@plumbline/plugin-plumbline-node';
import { messageOf } from '../../lib/messages';
import { DatabaseGateStore } from './DatabaseGateStore';

/** The branch of a source that is followed: undefined where no provider lists it, and without a name the default one. */
export type BranchOf = (
  source: { sourceId: string; provider: string },
  signal: AbortSignal,
) => Promise<{ branch?: string } | undefined>;

/** Asks what is on its way, for as long as may be asked. What could not be read changes nothing that was known. */
export async function readGates(
  gates: PromotionGates,
  {
    store,
    branchOf,
    logger,
    now,
    signal,
  }: {
    store: DatabaseGateStore;
    branchOf: BranchOf;
    logger: LoggerService;
    now: () => Date;
    signal: AbortSignal;
  },
): Promise<void> {
  const due = store.due(gates.id, {
    knows: repository => gates.knows(repository),
    branchOf: source => branchOf(source, signal),
  });
  try {
    for await (const reading of gates.read(due, { signal })) {
      if ('error' in reading) {
        logger.warn('Failed to read what is on its way', {
          gates: gates.id,
          repository: reading.repository,
          error: reading.error,
        });
        const { repository, ...failure } = reading;
        await store.failed(gates.id, repository, failure, now());
      } else {
        const { repository, ...told } = reading;
        await store.replace(gates.id, repository, told, now());
      }
    }
  } catch (error) {
    if (!signal.aborted) {
      logger.warn('Failed to read what is on its way', {
        gates: gates.id,
        error: messageOf(error),
      });
    }
  }
}
