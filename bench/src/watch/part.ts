import { BenchDatabase } from '../databases';
import { Memory } from './readApart';
import { ApiServer, deployment, deployments } from './apiServer';

/** Deployments that are there before anything is measured. */
export const DEPLOYMENTS = 100;

/** What one run measures, over a server with its Deployments and a new database each time it opens one. */
export interface PartOptions {
  open(): Promise<BenchDatabase>;
  server: ApiServer;
  /** Changes. */
  times: number;
  /** What a first list took when a quarter of the objects was there. */
  quarter?: Memory;
}

export function nameOf(index: number): string {
  return `service-${index % DEPLOYMENTS}`;
}

/** The request that gives a Deployment to a team. */
export function patchOf(
  name: string,
  team: string,
): Parameters<ApiServer['send']> {
  return [
    'PATCH',
    `${deployments}/${name}`,
    { metadata: { labels: { team } } },
  ];
}

export async function makeDeployments(server: ApiServer): Promise<void> {
  await server.sendAll(
    Array.from({ length: DEPLOYMENTS }, (_, index) => [
      'POST',
      deployments,
      deployment(nameOf(index), 'first'),
    ]),
  );
}
