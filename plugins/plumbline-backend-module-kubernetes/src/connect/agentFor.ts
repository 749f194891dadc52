import http from 'node:http';
import https from 'node:https';

/** Keeps connections open between requests. */
export function agentFor(
  server: string,
  options: https.AgentOptions,
): http.Agent {
  return server.startsWith('http:')
    ? new http.Agent({ keepAlive: true })
    : new https.Agent({ ...options, keepAlive: true });
}
