import { isObject, listAt, textAt } from '../../lib/json';
import { ofEveryFile, someOf } from '../../memory/perFile';
import { baseName, directoryOf, joinPath } from '../../files/treePaths';
import { lineOf } from '../../yaml';

/** A Secret that kustomize makes of files and literals. */
export interface SecretGenerator {
  name: string;
  namespace?: string;
  /** Files that it takes data from, from the root of the repository. */
  sources: string[];
  line: number;
  /** Whether it makes a Secret of its own, changes one of elsewhere, or puts its data in place of all that was there. */
  behavior: 'create' | 'merge' | 'replace';
}

/** What a kustomization, or a generator of KSOPS, makes Secrets of. */
export const generatorsOfFiles = ofEveryFile(
  ({ path, documents }): SecretGenerator[] | undefined => {
    const directory = directoryOf(path);
    const kustomization = /^kustomization(\.ya?ml)?$/i.test(baseName(path));
    return someOf(
      documents.flatMap(({ value, lines }): SecretGenerator[] => {
        const ksops =
          isObject(value) &&
          value.kind === 'ksops' &&
          textAt(value, 'apiVersion')?.startsWith('viaduct.ai/') === true;
        if (!isObject(value) || !(kustomization || ksops)) {
          return [];
        }
        const list = ksops ? 'secretFrom' : 'secretGenerator';
        return listAt(value, list).flatMap((entry, position) => {
          const own = ksops ? ['metadata'] : [];
          const name = textAt(entry, ...own, 'name');
          if (!name) {
            return [];
          }
          const namespace = textAt(entry, ...own, 'namespace');
          const sources = [
            ...listAt(entry, 'files'),
            ...listAt(entry, 'binaryFiles'),
            ...listAt(entry, 'envs'),
            textAt(entry, 'env'),
          ].flatMap(source => {
            const file =
              typeof source === 'string'
                ? joinPath(directory, source.slice(source.indexOf('=') + 1))
                : undefined;
            return file === undefined ? [] : [file];
          });
          return [
            {
              name,
              ...(namespace ? { namespace } : {}),
              sources,
              line: lineOf({ lines }, [list, position]),
              behavior: behaviorOf(textAt(entry, 'behavior')),
            },
          ];
        });
      }),
    );
  },
);

function behaviorOf(written = 'create'): SecretGenerator['behavior'] {
  return written === 'create' || written === 'replace' ? written : 'merge';
}
