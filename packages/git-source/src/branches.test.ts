import path from 'node:path';
import { FileTree, readRepository } from '@plumbline/gitops-reader';
import { openCheckout } from './checkout';
import { openCommit } from './commit';
import { GitMirrors, GitSource } from './mirrors';
import { temporaryDirectory, TestRepository } from './testUtils';

jest.setTimeout(60_000);

const base = temporaryDirectory();

/** An Application for each environment at a branch of its own, in `main`. */
function repositoryIn(name: string): TestRepository {
  const repository = TestRepository.create(path.join(base, name));
  const application = (at: string, revision: string) => `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart-${at}}
spec:
  source: {repoURL: https://github.com/acme/${name}, path: apps/cart, targetRevision: ${revision}}
  destination: {name: ${at}}
`;
  repository.commit('Add cart', {
    'argo/staging.yaml': application('staging', 'main'),
    'argo/production.yaml': application('production', 'production'),
    'apps/cart/a.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cart}\n',
  });
  repository.git('branch', 'feature/prod-eu');
  repository.git('branch', 'env/uat');
  repository.git('checkout', '-q', '-b', 'production');
  repository.commit('Change production');
  repository.git('checkout', '-q', 'main');
  repository.commit('Go on');
  return repository;
}

async function findingsOf(tree: FileTree): Promise<string[]> {
  const { findings } = await readRepository(tree);
  return findings.map(({ rule, message }) =>
    [rule, /branch (\S+)/.exec(message)?.[1]].filter(Boolean).join(' '),
  );
}

const others = [
  'source-revision-not-read',
  'environment-branch production',
  'environment-branch env/uat',
];

describe('branches', () => {
  it('tells environments that live on branches of a checkout', async () => {
    const { dir } = repositoryIn('shop');
    const checkout = await openCheckout(dir, { repository: 'acme/shop' });
    expect(await checkout.tree.branches?.()).toEqual([
      {
        name: 'production',
        revision: expect.stringMatching(/^[0-9a-f]{40}$/),
        at: '2026-01-01T02:00:00+00:00',
        ahead: 1,
        behind: 1,
      },
      expect.objectContaining({ name: 'env/uat', ahead: 0, behind: 1 }),
      expect.objectContaining({ name: 'feature/prod-eu' }),
    ]);
    expect(await findingsOf(checkout.tree)).toEqual(others);
    await checkout.close();
  });

  it.each([
    ['a working branch', ['checkout', '-q', '-b', 'work']],
    ['no branch', ['checkout', '-q', '--detach', 'origin/main']],
  ])('takes a clone at %s for what main is to be', async (_, checkout) => {
    const origin = repositoryIn(`origin of ${checkout.at(-1)}`.slice(0, 13));
    const clone = TestRepository.create(path.join(base, `clone ${_}`));
    clone.git('remote', 'add', 'origin', origin.dir);
    clone.git('fetch', '-q', 'origin');
    clone.git('remote', 'set-head', 'origin', 'main');
    clone.git('reset', '-q', '--hard', 'origin/main');
    clone.git(...checkout);
    const { tree, close } = await openCheckout(clone.dir);
    const names = (await tree.branches?.())?.map(({ name }) => name);
    expect(names).toEqual(['production', 'env/uat', 'feature/prod-eu']);
    await close();
  });

  it('tells none where nothing says which of them is read', async () => {
    const repository = repositoryIn('detached');
    repository.git('checkout', '-q', '--detach');
    const { tree, close } = await openCheckout(repository.dir);
    expect(await tree.branches?.()).toEqual([]);
    await close();
  });

  it.each([
    ['main', ['production', 'env/uat', 'feature/prod-eu']],
    ['HEAD', ['production', 'env/uat', 'feature/prod-eu']],
    ['refs/heads/production', ['env/uat', 'feature/prod-eu']],
  ])('tells those beside the commit %s', async (revision, expected) => {
    const { dir } = repositoryIn(`commit-${revision.replaceAll('/', '-')}`);
    const { tree, close } = await openCommit({
      gitDir: path.join(dir, '.git'),
      revision,
      repository: 'acme/shop',
    });
    const names = (await tree.branches?.())?.map(({ name }) => name);
    expect(names).toEqual(expected);
    await close();
  });

  it.each(['path', 'mirror'])('tells those of a source by %s', async kind => {
    const name = `by-${kind}`;
    const repository = repositoryIn(name);
    const mirrors = GitMirrors.create({
      directory: path.join(base, `storage of ${name}`),
    });
    const source: GitSource = {
      name: `acme/${name}`,
      url: kind === 'path' ? repository.dir : `file://${repository.dir}`,
    };
    const findings = async (at: GitSource) => {
      const { tree, close } = await mirrors.open(at);
      const found = await findingsOf(tree);
      await close();
      return found;
    };
    expect(await findings(source)).toEqual(others);
    repository.git('branch', '-m', 'env/uat', 'env/qa');
    const revision = repository.commit('Move on');
    const renamed = [...others.slice(0, 2), 'environment-branch env/qa'];
    expect(await findings(source)).toEqual(renamed);
    repository.git('branch', '-D', 'env/qa');
    // A head that a mirror has is read without the host: what was known of the branches stays.
    expect(await findings({ ...source, revision })).toEqual(
      kind === 'mirror' ? renamed : others.slice(0, 2),
    );
    expect(await findings({ ...source, branch: 'production' })).not.toContain(
      'environment-branch production',
    );
  });
});
