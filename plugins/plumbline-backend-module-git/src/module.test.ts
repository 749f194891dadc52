import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { ScmIntegrations } from '@backstage/integration';
import {
  readAll,
  temporaryDirectory,
  TestGitServer,
  TestRepository,
} from '@plumbline/git-source/testUtils';
import {
  plumblineRepositoriesExtensionPoint,
  RepositoryOpener,
  RepositoryProvider,
} from '@plumbline/plugin-plumbline-node';
import { readdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import plumblineModuleGit from '.';
import { storageDirectory } from './GitRepositoryOpener';
import { ScmCredentials } from './ScmCredentials';

const base = temporaryDirectory();
const { signal } = new AbortController();

async function start(data: object) {
  let provider: RepositoryProvider | undefined;
  let opener: RepositoryOpener | undefined;
  const backend = await startTestBackend({
    features: [
      createBackendPlugin({
        pluginId: 'plumbline',
        register(env) {
          env.registerExtensionPoint(plumblineRepositoriesExtensionPoint, {
            addProvider(added) {
              provider = added;
            },
            setOpener(set) {
              opener = set;
            },
          });
          env.registerInit({ deps: {}, async init() {} });
        },
      }),
      plumblineModuleGit,
      mockServices.rootConfig.factory({
        data: JSON.parse(JSON.stringify(data)),
      }),
    ],
  });
  if (!provider || !opener) {
    throw new Error('The module added nothing');
  }
  return { provider, opener, stop: () => backend.stop() };
}

describe('the git module', () => {
  it('lists and reads what the configuration names', async () => {
    const local = TestRepository.create(path.join(base, 'local'));
    const localHead = local.commit('First', { 'a.yaml': 'local\n' });
    local.git('remote', 'add', 'origin', 'https://github.com/acme/local.git');
    const remote = TestRepository.create(path.join(base, 'served/acme/remote'));
    const remoteHead = remote.commit('First (#4)', { 'a.yaml': 'remote\n' });
    const server = await TestGitServer.start({
      root: path.join(base, 'served'),
      username: 'oauth2',
      password: 'glpat-secret',
    });
    const host = new URL(server.url).host;
    const storage = path.join(base, 'storage');
    const { provider, opener, stop } = await start({
      integrations: {
        gitlab: [
          {
            host,
            token: 'glpat-secret',
            baseUrl: server.url,
            apiBaseUrl: `${server.url}/api/v4`,
          },
        ],
      },
      plumbline: {
        storage: { directory: storage },
        repositories: [
          { path: local.dir },
          { path: path.join(base, 'missing') },
          { url: `${server.url}/acme/remote`, branch: 'main' },
          {
            url: 'ssh://git@git.acme.example/acme/ops.git',
            name: 'ops',
            webUrl: 'https://git.acme.example/ops',
          },
          { github: { organization: 'acme' } },
        ],
      },
    });
    try {
      const list = await provider.repositories({ signal });
      expect(list).toEqual([
        expect.objectContaining({
          name: 'acme/local',
          url: local.dir,
          webUrl: 'https://github.com/acme/local',
        }),
        expect.objectContaining({ name: 'missing', nameIsGuessed: true }),
        expect.objectContaining({ name: 'acme/remote', branch: 'main' }),
        expect.objectContaining({
          name: 'ops',
          webUrl: 'https://git.acme.example/ops',
        }),
      ]);
      for (const [index, head, content] of [
        [0, localHead, 'local\n'],
        [2, remoteHead, 'remote\n'],
      ] as const) {
        expect(await opener.head(list[index], { signal })).toBe(head);
        const opened = await opener.open(list[index], { signal });
        expect(await readAll(opened.tree.read(['a.yaml']))).toEqual({
          'a.yaml': content,
        });
        expect(
          (await opened.lastChanges(['a.yaml'])).get('a.yaml')?.revision,
        ).toBe(head);
        await opened.close();
        const file = await opener.readFile(list[index].name, head, 'a.yaml');
        expect(Buffer.from(file ?? []).toString()).toBe(content);
      }
      await expect(opener.open(list[1], { signal })).rejects.toThrow(
        /There is no directory .*missing/,
      );
      expect(readdirSync(storage)).toHaveLength(2);

      renameSync(local.dir, `${local.dir}-moved`);
      expect((await provider.repositories({ signal }))[0]).toMatchObject({
        name: 'local',
        nameIsGuessed: true,
        url: local.dir,
      });
      await expect(
        opener.readFile('acme/local', localHead, 'a.yaml'),
      ).rejects.toMatchObject({
        name: 'UnreadableError',
        statusCode: 503,
        message: expect.stringMatching(/There is no directory .*local/),
      });
    } finally {
      await stop();
      await server.close();
    }
  });

  it.each([
    [
      { url: 'ext::sh -c id' },
      /plumbline\.repositories\[0\]\.url: .*not the address/,
    ],
    [
      { url: 'https://git.acme.example/a', branch: '--upload-pack=id' },
      /plumbline\.repositories\[0\]\.branch: .*not the name of a branch/,
    ],
  ])('fails at start on %j', async (entry, message) => {
    await expect(
      start({ plumbline: { repositories: [entry] } }),
    ).rejects.toThrow(message);
  });

  it.each([
    [{ plumbline: { storage: { directory: '/srv/x' } } }, '/srv/x'],
    [{ backend: { workingDirectory: '/srv/work' } }, '/srv/work/plumbline'],
  ])('keeps mirrors where %j says', (data, expected) => {
    expect(storageDirectory(mockServices.rootConfig({ data }))).toBe(expected);
  });
});

describe('ScmCredentials', () => {
  const credentials = ScmCredentials.fromIntegrations(
    ScmIntegrations.fromConfig(
      mockServices.rootConfig({
        data: {
          integrations: {
            github: [{ host: 'github.com', token: 'gh' }],
            gitlab: [{ host: 'gitlab.com', token: 'gl' }],
            gitea: [
              { host: 'gitea.acme.example', username: 'bot', password: 'gt' },
            ],
            bitbucketServer: [{ host: 'bb.acme.example', token: 'bs' }],
            bitbucketCloud: [{ username: 'me', appPassword: 'bc' }],
            azure: [
              {
                host: 'dev.azure.com',
                credentials: [{ personalAccessToken: 'az' }],
              },
            ],
          },
        },
      }),
    ),
  );

  it.each([
    ['https://github.com/acme/a', 'x-access-token', 'gh'],
    ['https://gitlab.com/acme/a', 'oauth2', 'gl'],
    ['https://gitea.acme.example/acme/a', 'bot', 'gt'],
    ['https://bb.acme.example/scm/acme/a.git', 'x-token-auth', 'bs'],
    ['https://bitbucket.org/acme/a', 'me', 'bc'],
    ['https://dev.azure.com/acme/p/_git/a', 'pat', 'az'],
  ])('has some for %s', async (url, username, password) => {
    expect(await credentials.forUrl(url)).toEqual({ username, password });
  });

  it.each([
    'https://elsewhere.example/a/b',
    'ssh://git@github.com/acme/a',
    '/srv/git/a',
  ])('has none for %s', async url =>
    expect(await credentials.forUrl(url)).toBeUndefined(),
  );
});
