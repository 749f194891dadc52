import { Claim } from '@plumbline/gitops-reader';
import { Confidence } from '../answer';
import { Ownership } from '../ownership/resolveOwners';
import { TeamDirectory } from '../ownership/TeamDirectory';
import { claimsOf, distinct } from './compose';
import { Context } from './Context';
import { Reading } from './Reading';
import { ownersKey } from './views';

/**
 * What the precedence makes of a reading. Where repositories declare it alike, and it would belong to others by each of them, it is
 * contested, by whatever rule: nobody can tell which of them is meant.
 */
export function ownershipOf(
  context: Context,
  reading: Reading,
  directory: TeamDirectory,
  claimsFor: (reading: Reading) => Claim[] = claimsOf,
): Ownership {
  const resolve = (of: Reading, confidence: Confidence) =>
    context.resolve(claimsFor(of), directory, confidence);
  const repositories = distinct(
    reading.declared,
    ({ object }) => object.location.repository,
  ).map(({ object }) => object.location.repository);
  const ownerships = new Set(
    repositories.length > 1
      ? repositories
          .map(repository =>
            resolve(
              {
                ...reading,
                declared: reading.declared.filter(
                  ({ object }) => object.location.repository === repository,
                ),
              },
              reading.confidence,
            ),
          )
          .filter(({ unowned }) => unowned !== 'nobody')
          .map(ownersKey)
      : [],
  );
  if (ownerships.size <= 1) {
    return resolve(reading, reading.confidence);
  }
  const ownership = resolve(reading, 'guess');
  return { ...ownership, contested: ownership.owners.length > 0 };
}
