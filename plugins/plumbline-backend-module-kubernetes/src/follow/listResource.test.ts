import http from 'node:http';
import { MemoryPicture } from '../__testUtils__/MemoryPicture';
import { accessTo } from '../connect/ClusterAccess';
import { KubernetesClient } from '../connect/KubernetesClient';
import { listResource } from './listResource';

jest.setTimeout(60_000);

const MB = 1024 * 1024;

let server: http.Server;
/** What was asked for, page by page. */
let limits: number[];

/** A list of so many objects of this size, as an API server pages it. */
async function serve(objects: number, bytes: number): Promise<string> {
  server = http.createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'http://a');
    const limit = Number(searchParams.get('limit'));
    const start = Number(searchParams.get('continue') ?? 0);
    const end = Math.min(objects, start + limit);
    limits.push(limit);
    const items = Array.from({ length: end - start }, (_, place) => ({
      metadata: { name: `n${start + place}`, namespace: 'shop' },
      spec: { padding: 'x'.repeat(bytes) },
    }));
    response.end(
      JSON.stringify({
        metadata: {
          resourceVersion: '1',
          ...(end < objects && { continue: String(end) }),
        },
        items,
      }),
    );
  });
  await new Promise<void>(resolve =>
    server.listen(0, '127.0.0.1', () => resolve()),
  );
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

beforeEach(() => {
  limits = [];
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

it.each([
  [
    'small ones: pages as large as they may be',
    1_200,
    100,
    [100, 500, 500, 500],
  ],
  [
    'larger ones: pages of some megabytes',
    900,
    20_000,
    [100, 208, 208, 208, 208],
  ],
  [
    'ones of which a page is too much: the same page again, smaller',
    60,
    MB / 2,
    [100, 20, 7, 7, 7, 7, 7, 7],
  ],
])('asks for %s', async (_, objects, bytes, expected) => {
  const url = await serve(objects, bytes);
  const picture = new MemoryPicture();
  await listResource({
    client: new KubernetesClient(accessTo({ type: 'url', url }), {
      connect: 10_000,
      response: 10_000,
      silence: 10_000,
    }),
    served: {
      group: '',
      version: 'v1',
      kind: 'Pod',
      resource: 'pods',
      path: '/api/v1/pods',
      read: 'whole',
      watchable: true,
    },
    picture,
    pointOf: version => version,
    signal: new AbortController().signal,
  });
  expect(picture.diary.at(-1)).toBe(`listed Pod ${objects}`);
  expect(limits).toEqual(expected);
});
