import { Reader } from '../reader';
import { environmentBranches } from './branches';
import { concernsApart } from './concerns';
import { copiedConfiguration } from './copies';
import { floatingBases } from './floatingBases';
import { mixedConcerns } from './mixed';
import { orphanFiles } from './orphans';
import { untaggedVersions } from './untagged';
import { unusedKustomizations } from './unused';

/**
 * Reads how a repository is laid out: what is copied, what nothing builds, what mixes things that change apart from
 * each other. Needs no file but those that others read.
 *
 * @public
 */
export const structureReader: Reader = {
  name: 'structure',
  wants() {
    return false;
  },
  read(repository) {
    return {
      findings: [
        ...environmentBranches(repository),
        ...copiedConfiguration(repository),
        ...orphanFiles(repository),
        ...unusedKustomizations(repository),
        ...mixedConcerns(repository),
        ...concernsApart(repository),
        ...untaggedVersions(repository),
        ...floatingBases(repository),
      ],
    };
  },
};
