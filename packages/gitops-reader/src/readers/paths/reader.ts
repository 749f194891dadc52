import { perOrigin } from '../../memory/perFile';
import { Reader, ReaderResult } from '../reader';
import { conventionClaims } from './conventions';
import { placeGuesses } from './guesses';

const claimsOfPaths = perOrigin(({ repository, revision }): ReaderResult => ({
  claims: path => conventionClaims(path, repository, revision),
}));

/**
 * Reads what paths say by themselves. Needs the content of no file.
 *
 * @public
 */
export const pathsReader: Reader = {
  name: 'paths',
  wants() {
    return false;
  },
  read(repository) {
    return {
      ...claimsOfPaths(repository),
      guesses: placeGuesses(repository),
    };
  },
};
