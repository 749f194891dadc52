import https from 'node:https';

/**
 * Asks an API server as its administrator.
 *
 * @param {{ url: string, ca: string, token: string }} cluster what `startKubernetes` started
 * @returns `ask(method, path, body?)`, which gives the parsed answer and throws, with the `status`, unless the server did as it
 *   was told; and `close()`
 */
export function kubernetesApi({ url, ca, token }) {
  const agent = new https.Agent({ ca, keepAlive: true });
  const ask = (method, path, body) =>
    new Promise((resolve, reject) => {
      const request = https.request(
        url + path,
        {
          agent,
          method,
          headers: {
            authorization: `Bearer ${token}`,
            'content-type': 'application/json',
          },
        },
        response => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', chunk => {
            text += chunk;
          });
          response.on('error', reject);
          response.on('end', () => {
            if (response.statusCode >= 300) {
              const said = new Error(
                `${method} ${path}: ${text.slice(0, 2_000)}`,
              );
              reject(Object.assign(said, { status: response.statusCode }));
            } else {
              resolve(JSON.parse(text));
            }
          });
        },
      );
      request.on('error', reject);
      request.end(body && JSON.stringify(body));
    });
  return { ask, close: () => agent.destroy() };
}
