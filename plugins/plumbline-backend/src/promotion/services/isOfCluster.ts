import { PlacedPins } from '@plumbline/gitops-promotion';

/** Whether what files call a cluster may be that of a place: one side that names none speaks of any. */
export function isOfCluster(
  written: string | undefined,
  { cluster, called = [] }: Pick<PlacedPins, 'cluster' | 'called'>,
): boolean {
  return (
    written === undefined ||
    cluster === undefined ||
    written === cluster ||
    called.includes(written)
  );
}
