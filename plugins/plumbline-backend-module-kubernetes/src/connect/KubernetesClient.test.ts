import { createMockDirectory } from '@backstage/backend-test-utils';
import fs from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import { accessTo, ClusterAddress } from './ClusterAccess';
import { KubernetesClient } from './KubernetesClient';
import { explainConnectionError } from './KubernetesError';
import { tokenFrom } from './UrlAccess';

const timeouts = { connect: 300, response: 300, silence: 300 };
const { signal } = new AbortController();
const options = { signal, maxBytes: 10_000 };

/** What listens on this machine, ended after each test. */
const servers: (http.Server | net.Server)[] = [];

async function listening(server: http.Server | net.Server): Promise<string> {
  servers.push(server);
  await new Promise<void>(resolve =>
    server.listen(0, '127.0.0.1', () => resolve()),
  );
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

const answering = (listener: http.RequestListener) =>
  listening(http.createServer(listener));

function clientOf(
  url: string,
  address: Partial<ClusterAddress & { type: 'url' }> = {},
) {
  return new KubernetesClient(
    accessTo({ type: 'url', url, ...address }),
    timeouts,
  );
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    if (server instanceof http.Server) {
      server.closeAllConnections();
    }
    server.close();
  }
});

describe('a server that is none, or is ill', () => {
  it.each<[string, http.RequestListener, string]>([
    [
      'HTML',
      (_, response) => response.end('<html>'),
      'does not answer /api with JSON',
    ],
    [
      'a list where an object belongs',
      (_, response) => response.end('[]'),
      'does not answer /api with JSON',
    ],
    [
      'too much',
      (_, response) => response.end(`"${'x'.repeat(20_000)}"`),
      'with more than',
    ],
    [
      'a redirect',
      (_, response) =>
        response.writeHead(302, { location: 'https://login' }).end(),
      'leads elsewhere (302)',
    ],
    [
      'an error with a status',
      (_, response) =>
        response
          .writeHead(500)
          .end('{"kind":"Status","message":"etcd\\nis down"}'),
      'answered 500: etcd is down',
    ],
    [
      'an error page',
      (_, response) => response.writeHead(502).end('<p>token=hunter2'),
      'answered 502',
    ],
    [
      'half an answer',
      (_, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{');
        setTimeout(() => response.destroy(), 10);
      },
      'closed the connection',
    ],
    [
      'half an answer and then nothing',
      (_, response) => response.writeHead(200).write('{'),
      'has said nothing for 0.3 s',
    ],
    [
      'nothing',
      () => {},
      'takes the connection but does not answer within 0.3 s',
    ],
  ])('is told apart: %s', async (_, listener, message) => {
    const url = await answering(listener);
    const asked = clientOf(url).object('/api', options);
    await expect(asked).rejects.toThrow(message);
    await expect(asked).rejects.not.toThrow('hunter2');
  });

  it('speaks no HTTP', async () => {
    const url = await listening(
      net.createServer(socket => socket.end('SSH-2.0\r\n\r\n')),
    );
    await expect(clientOf(url).object('/api', options)).rejects.toThrow(
      'does not answer as an API server does',
    );
    const tls = clientOf(url.replace('http:', 'https:'));
    await expect(tls.object('/api', options)).rejects.toThrow(
      /does not speak TLS|closed the connection/,
    );
  });

  it('hangs before there is TLS', async () => {
    const url = await listening(net.createServer(() => {}));
    await expect(
      clientOf(url.replace('http:', 'https:')).object('/api', options),
    ).rejects.toThrow('takes no connection within 0.3 s');
  });

  it('is not there', async () => {
    const url = await answering(() => {});
    servers.splice(0).forEach(server => server.close());
    await expect(clientOf(url).object('/api', options)).rejects.toThrow(
      `Nothing listens at ${url} (connection refused)`,
    );
    await expect(
      clientOf('https://no-such-host.invalid').object('/api', options),
    ).rejects.toThrow('cannot be resolved');
  });

  it.each([
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'is for another host name'],
    ['CERT_HAS_EXPIRED', 'has expired'],
    ['CERT_NOT_YET_VALID', 'is the clock of this machine right'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'not signed by the CA that is configured'],
    ['EHOSTUNREACH', 'There is no way to'],
  ])('has a certificate or a network that is wrong: %s', (code, message) => {
    const error = Object.assign(new Error('whatever'), { code });
    expect(
      explainConnectionError(error, 'https://a.example').message,
    ).toContain(message);
  });
});

describe('credentials', () => {
  const directory = createMockDirectory();

  it('are read once more when they are not accepted', async () => {
    directory.setContent({ token: 'old\n' });
    const seen: (string | undefined)[] = [];
    const url = await answering((request, response) => {
      seen.push(request.headers.authorization);
      if (request.headers.authorization === 'Bearer new') {
        response.end('{}');
      } else {
        fs.writeFile(directory.resolve('token'), 'new').then(() =>
          response.writeHead(401).end(),
        );
      }
    });
    const client = clientOf(url, {
      token: tokenFrom(directory.resolve('token')),
    });
    await expect(client.object('/api', options)).resolves.toEqual({});
    expect(seen).toEqual(['Bearer old', 'Bearer new']);
    await fs.writeFile(directory.resolve('token'), 'wrong');
    const refusing = await answering((_, response) =>
      response.writeHead(401).end(),
    );
    await expect(
      clientOf(refusing, { token: async () => 'hunter2' }).object(
        '/api',
        options,
      ),
    ).rejects.toThrow(
      `The token has expired or is not accepted by ${refusing} (401)`,
    );
  });

  it.each([
    ['not there', {}, 'cannot be read (ENOENT)'],
    ['empty', { token: '\n' }, 'holds no token'],
    ['anything else', { token: 'a token' }, 'holds no token'],
  ])('in a file that is %s are named', async (_, content, message) => {
    directory.setContent(content);
    const client = clientOf('http://127.0.0.1:1', {
      token: tokenFrom(directory.resolve('token')),
    });
    await expect(client.object('/api', options)).rejects.toThrow(message);
  });

  it.each([
    ['not there', {}, 'cannot be read (ENOENT)'],
    ['no certificate', { ca: 'x' }, 'holds no certificate in PEM form'],
  ])('a CA file that is %s is named', async (_, content, message) => {
    directory.setContent(content);
    const client = clientOf('https://127.0.0.1:1', {
      caFile: directory.resolve('ca'),
    });
    await expect(client.object('/api', options)).rejects.toThrow(message);
  });
});

describe('a stream', () => {
  it('is cut into lines, however it arrives', async () => {
    const url = await answering(async (_, response) => {
      response.writeHead(200);
      for (const part of ['{"a":', '1}\n\n{"b"', ':"ü', '"}\n{"c":3}\n']) {
        response.write(part);
        await new Promise(resolve => setTimeout(resolve, 20));
      }
      response.end('{"d":4}');
    });
    const lines: string[] = [];
    for await (const line of await clientOf(url).lines('/', options)) {
      lines.push(line);
    }
    // What has no end may be half.
    expect(lines).toEqual(['{"a":1}', '{"b":"ü"}', '{"c":3}']);
  });

  it('that breaks on a connection that was used before is not asked for twice', async () => {
    const asked: string[] = [];
    const url = await answering((request, response) => {
      asked.push(request.url ?? '');
      if (request.url === '/whole') {
        response.end('{}');
      } else {
        response.write('{}\n');
        setTimeout(() => response.socket?.resetAndDestroy(), 50);
      }
    });
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const client = new KubernetesClient(
      {
        request: async () => ({ server: new URL(url), options: { agent } }),
        renew: () => {},
        server: async () => url,
      },
      timeouts,
    );
    await client.object('/whole', options);
    const lines = await client.lines('/broken', options);
    await expect(lines.next()).resolves.toMatchObject({ value: '{}' });
    await expect(lines.next()).rejects.toThrow('closed the connection');
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(asked).toEqual(['/whole', '/broken']);
    agent.destroy();
  });

  it('ends when it says nothing, and when a line is endless', async () => {
    const silent = await answering((_, response) => {
      response.write('{}\n');
    });
    const first = await clientOf(silent).lines('/', options);
    await expect(first.next()).resolves.toMatchObject({ value: '{}' });
    await expect(first.next()).rejects.toMatchObject({ code: 'silent' });

    const endless = await answering((_, response) => {
      response.write('x'.repeat(20_000));
    });
    const second = await clientOf(endless).lines('/', options);
    await expect(second.next()).rejects.toMatchObject({ code: 'too-large' });
  });

  it('may be slow to be read', async () => {
    const url = await answering((_, response) => response.end('{}\n{}\n'));
    const lines = await clientOf(url).lines('/', options);
    await lines.next();
    await new Promise(resolve => setTimeout(resolve, 2 * timeouts.silence));
    await expect(lines.next()).resolves.toMatchObject({ value: '{}' });
  });

  it('ends with its signal', async () => {
    const url = await answering((_, response) => {
      response.write('{}\n');
    });
    const stop = new AbortController();
    const lines = await clientOf(url).lines('/', {
      ...options,
      signal: stop.signal,
    });
    await lines.next();
    stop.abort();
    await expect(lines.next()).rejects.toThrow();
  });
});
