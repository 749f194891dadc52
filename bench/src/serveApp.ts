import { Express } from 'express';
import { once } from 'node:events';
import { AddressInfo } from 'node:net';

/** An app that listens on this machine alone. */
export interface Served {
  /** The text of an answer; throws for one that is no success. */
  get(path: string): Promise<string>;
  stop(): void;
}

/** Lets an app listen on a free port, and asks it over HTTP as a page would. */
export async function serveApp(app: Express): Promise<Served> {
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port }: Pick<AddressInfo, 'port'> = Object(server.address());
  return {
    async get(path) {
      const response = await fetch(`http://127.0.0.1:${port}${path}`);
      const body = await response.text();
      if (!response.ok) {
        throw new Error(`${path} answers ${response.status}: ${body}`);
      }
      return body;
    },
    stop: () => server.close(),
  };
}
