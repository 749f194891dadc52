import { parseArgs } from 'node:util';
import { GitMirrors } from '@plumbline/git-source';
import { FileTree, RepositoryReader } from '@plumbline/gitops-reader';
import { percentile, printFigure, progress } from './src/figure';
import { withRepository } from './src/gitRepository';
import { generate } from './src/repository';

/** Facts hold the revision, and are shared between commits only where all have one name. */
const asHead = (tree: FileTree): FileTree => ({
  repository: tree.repository,
  revision: 'HEAD',
  list: () => tree.list(),
  read: paths => tree.read(paths),
});

/**
 * Reading a repository again after a commit that touches one file, beside reading all of it: opening, listing, reading
 * and parsing. `--services` has 9 files each.
 */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      services: { type: 'string', default: '1111' },
      times: { type: 'string', default: '15' },
    },
  });
  const services = Number(values.services);
  const times = Number(values.times);
  const files = generate(services);
  await withRepository(async ({ directory, add }) => {
    await add([{ subject: 'Generate', files }]);
    const source = { name: 'acme/generated', url: directory };
    const mirrors = () =>
      GitMirrors.create({ directory: `${directory}.mirrors` });
    const readWith = async (from: GitMirrors, reader: RepositoryReader) => {
      const started = performance.now();
      const opened = await from.open(source);
      const facts = await reader.read(asHead(opened.tree));
      await opened.close();
      return { took: performance.now() - started, facts };
    };

    const full: number[] = [];
    for (let index = 0; index <= Math.min(times, 5); index++) {
      const { took, facts } = await readWith(mirrors(), new RepositoryReader());
      progress(`full: ${took.toFixed(0)} ms, ${facts.objects.length} objects`);
      // The first one warms up.
      if (index > 0) {
        full.push(took);
      }
    }
    const baseline = percentile(full, 0.5);

    const kinds: { [kind: string]: (turn: number) => [string, string] } = {
      'an overlay changes': turn => [
        `apps/service-${turn}/overlays/production/kustomization.yaml`,
        `namespace: space-${turn % 100}\nresources:\n  - ../../base\nimages:\n  - name: registry.example/service-${turn}\n    newTag: 2.${turn}.0\n`,
      ],
      'a base changes': turn => [
        `apps/service-${turn}/base/service.yaml`,
        `apiVersion: v1\nkind: Service\nmetadata:\n  name: service-${turn}\n  labels: { turn: t${turn} }\n`,
      ],
      'a file is added': turn => [
        `apps/service-${turn}/notes.yaml`,
        `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: notes\n`,
      ],
      'CODEOWNERS changes': turn => [
        'CODEOWNERS',
        `* @acme/platform-${turn}\n`,
      ],
    };
    for (const [kind, edit] of Object.entries(kinds)) {
      const kept = mirrors();
      const reader = new RepositoryReader();
      await readWith(kept, reader);
      const again: number[] = [];
      for (let turn = 0; turn < times; turn++) {
        await add([{ subject: kind, files: [edit(turn)] }]);
        const { took } = await readWith(kept, reader);
        // The first ones warm up.
        if (turn >= Math.min(3, times - 1)) {
          again.push(took);
        }
      }
      printFigure({
        name: `reindex: ${kind}`,
        scale: `${files.size} files`,
        value: percentile(again, 0.5),
        unit: 'ms',
        baseline: {
          what: 'reading all of the repository, opening and listing included',
          value: baseline,
        },
        promise:
          kind === 'CODEOWNERS changes'
            ? 'none: every object gets another owner'
            : 'at most 2 % of a full read',
      });
    }
  });
}
