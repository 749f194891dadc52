import { LoggerService } from '@backstage/backend-plugin-api';
import { PromotionGates } from '@plumbline/plugin-plumbline-node';
import { messageOf } from '../../collect/messages';
import { DatabaseGateStore } from './DatabaseGateStore';

/** Asks what is on its way, for as long as may be asked. What could not be read changes nothing that was known. */
export async function readGates(
  gates: PromotionGates,
  {
    store,
    logger,
    now,
    signal,
  }: {
    store: DatabaseGateStore;
    logger: LoggerService;
    now: () => Date;
    signal: AbortSignal;
  },
): Promise<void> {
  const due = store.due(gates.id, repository => gates.knows(repository));
  try {
    for await (const reading of gates.read(due, { signal })) {
      if ('error' in reading) {
        logger.warn('Failed to read what is on its way', {
          gates: gates.id,
          repository: reading.repository,
          error: reading.error,
        });
        await store.failed(gates.id, reading.repository, reading.error, now());
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
