import {
  AuditorService,
  AuditorServiceEvent,
} from '@backstage/backend-plugin-api';

/** One audit event per call, closed exactly once. */
export async function audited<T>(
  auditor: AuditorService,
  event: Parameters<AuditorService['createEvent']>[0],
  work: () => Promise<T>,
): Promise<T> {
  const opened: AuditorServiceEvent = await auditor.createEvent(event);
  try {
    const result = await work();
    await opened.success();
    return result;
  } catch (error) {
    await opened.fail({
      error: error instanceof Error ? error : new Error(String(error)),
    });
    throw error;
  }
}
