import { Reader } from '../reader';
import { conventionClaims } from './conventions';

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
  read({ repository, revision }) {
    return {
      claims: path => conventionClaims(path, repository, revision),
    };
  },
};
