import { once } from 'node:events';
import { createServer, Server } from 'node:http';
import { requestJson } from './request';

describe('requestJson', () => {
  let server: Server;
  let url: string;
  const asked: string[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(
        `${request.method} ${request.url} ${request.headers.authorization}`,
      );
      const endless = () => {
        const timer = setInterval(
          () => response.write(`"${'x'.repeat(100_000)}"`),
          1,
        );
        response.on('close', () => clearInterval(timer));
      };
      switch (request.url) {
        case '/fine':
          response.end('{"items":[1]}');
          break;
        case '/elsewhere':
          response.writeHead(302, { location: '/fine' }).end();
          break;
        case '/refused':
          response.writeHead(403).end('no such key');
          break;
        case '/broken':
          response.writeHead(500);
          endless();
          break;
        case '/endless':
          endless();
          break;
        default:
          response.end('<html>');
      }
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  });

  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  const ask = (path: string) =>
    requestJson(`${url}${path}`, {
      headers: { authorization: 'Bearer key' },
      signal: AbortSignal.timeout(30_000),
      maxBytes: 1_000_000,
    });

  it('reads JSON', async () => {
    expect(await ask('/fine')).toEqual({ items: [1] });
    expect(asked).toEqual(['GET /fine Bearer key']);
  });

  it('goes nowhere else with the credentials', async () => {
    asked.length = 0;
    await expect(ask('/elsewhere')).rejects.toThrow();
    expect(asked).toEqual(['GET /elsewhere Bearer key']);
  });

  it.each([
    ['/page', 'The body is not JSON'],
    ['/endless', /^http:\/\/127.* answers with more than can be read$/],
    ['/refused', 'Request failed with 403 Forbidden'],
    ['/broken', 'Request failed with 500 Internal Server Error'],
  ])('says what is wrong with the answer of %s', async (path, message) => {
    await expect(ask(path)).rejects.toThrow(message);
  });

  it('tells the reason that was given', async () => {
    await expect(ask('/refused')).rejects.toMatchObject({
      statusCode: 403,
      cause: { message: expect.stringContaining('no such key') },
    });
  });
});
