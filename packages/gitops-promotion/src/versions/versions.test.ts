import { classifyVersion } from './classifyVersion';
import { compareVersions } from './compareVersions';

const sha = '4f2c9d1a8b7e6f5d4c3b2a190817263544536271';

describe('classifyVersion', () => {
  it.each([
    ['1.2.3', 'semver'],
    ['v1.2.3', 'semver'],
    ['1.2.3-rc.1', 'semver'],
    ['0.1.1889+ca96506', 'semver'],
    ['1.2', 'semver'],
    ['9.10', 'semver'],
    ['1.36.0-distroless-libc', 'semver'],
    ['10.7.0.4-5-alpine-slim', 'semver'],
    ['2026.11.28', 'date'],
    ['2026.7.3', 'date'],
    ['20261128', 'date'],
    ['20261128-3', 'date'],
    ['RELEASE.2024-08-26T10-49-58Z', 'date'],
    ['v1756914802', 'date'],
    ['1756914802123', 'date'],
    ['v749', 'counter'],
    ['41', 'counter'],
    ['build-12', 'counter'],
    ['main-1042-4f2c9d1', 'counter'],
    ['main-4f2c9d1-1756914802', 'date'],
    ['main-abcdefa-1756914802', 'date'],
    ['4f2c9d1-1756914802123', 'date'],
    ['main-4f2c9d1-42', 'counter'],
    ['main-1234567-42', 'other'],
    [sha, 'commit'],
    ['4f2c9d1', 'commit'],
    ['sha-4f2c9d1', 'commit'],
    [`asan-${sha}`, 'commit'],
    [`sha256:${sha}`, 'digest'],
    [`@sha256:${sha}`, 'digest'],
    ['latest', 'floating'],
    ['main', 'floating'],
    ['HEAD', 'floating'],
    ['pr-12', 'floating'],
    ['feature/cart', 'floating'],
    ['1.*', 'floating'],
    ['1.x', 'floating'],
    ['>=1.2', 'floating'],
    ['~1.2.3', 'floating'],
    ['main-latest', 'floating'],
    ['latest-alpine', 'floating'],
    ['latest-20260420', 'date'],
    ['stable-alpine3.20', 'floating'],
    ['16-alpine', 'floating'],
    ['16-bookworm-slim', 'floating'],
    ['bookworm-slim', 'floating'],
    ['1234567', 'commit'],
    ['main-1234567', 'commit'],
    ['sha-12345678', 'commit'],
    ['v1234567', 'counter'],
    ['123456', 'counter'],
    ['123456789', 'counter'],
    ['20261128-1234567', 'date'],
    ['20261128-4f2c9d1', 'date'],
    ['RELEASE.20261128', 'date'],
    ['cart-alpine', 'other'],
    ['remove-sar', 'other'],
    ['', 'other'],
  ])('%s is %s', (text, scheme) =>
    expect(classifyVersion(text).scheme).toBe(scheme),
  );
});

describe('compareVersions', () => {
  it.each([
    ['1.2.3', '1.2.3', 'same'],
    ['1.2.3', 'v1.2.3', 'same'],
    ['1.2.3', '1.3.0', 'older minor'],
    ['2.0.0', '1.9.9', 'newer major'],
    ['1.2.3', '1.2.4', 'older patch'],
    ['1.9', '1.10', 'older minor'],
    ['1.2.0-rc.2', '1.2.0', 'older prerelease'],
    ['1.2.0-rc.2', '1.2.0-rc.10', 'older prerelease'],
    ['1.36.0-alpine3.22', '1.37.0-alpine3.23', 'older minor'],
    ['1.36.0-alpine', '1.37.0', 'older minor'],
    ['v749', 'v737', 'newer'],
    ['41', '5', 'newer'],
    ['main-1042-4f2c9d1', 'main-1041-aaaaaaa', 'newer'],
    ['main-4f2c9d1-1756914802', 'main-aaaaaaa-1756914801', 'newer'],
    ['main-4f2c9d1-9', 'main-aaaaaaa-10', 'older'],
    ['20261128', '20261127', 'newer'],
    ['2026.11.2', '2026.11.10', 'older'],
    ['20261128-2', '20261128-10', 'older'],
    ['RELEASE.2024-08-26T10-49-58Z', 'RELEASE.2024-09-26T10-49-58Z', 'older'],
    ['v1756914802', 'v1756914803', 'older'],
    ['1.2.3-5', '1.2.3-4', 'newer prerelease'],
    ['20261128-4f2c9d1', '20261127-1234567', 'newer'],
    ['20261128-104958', '20261128-104957', 'newer'],
    // Never a guess.
    ['1.2.3-4', '1.2.3', 'unknown'],
    ['1.2.3-4', '1.2.3-rc.1', 'unknown'],
    ['1234567', '2234567', 'unknown'],
    ['1234567', '4f2c9d1', 'unknown'],
    ['20261128-1234567', '20261128-2234567', 'unknown'],
    ['16-alpine', '16-alpine', 'unknown'],
    ['1.36.0-alpine', '1.36.0', 'unknown'],
    ['1.36.0-alpine3.22', '1.36.0-alpine3.23', 'unknown'],
    ['1.2', '1.2.3', 'unknown'],
    ['0.1.1+a', '0.1.1+b', 'unknown'],
    ['v749', '1.2.3', 'unknown'],
    ['v1796', sha, 'unknown'],
    [sha, sha.replace('4', '5'), 'unknown'],
    ['build-12', 'main-12', 'unknown'],
    ['latest', 'latest', 'unknown'],
    ['main', '1.2.3', 'unknown'],
    ['1.x', '1.2.3', 'unknown'],
    [`sha256:${sha}`, `sha256:${sha}0`, 'unknown'],
    ['blue', 'green', 'unknown'],
    [sha, sha, 'same'],
    ['blue', 'blue', 'same'],
  ])('%s is to %s: %s', (version, other, expected) => {
    const found = compareVersions(version, other);
    expect(
      [found.order, 'step' in found ? found.step : undefined]
        .filter(Boolean)
        .join(' '),
    ).toBe(expected);
    const inverse = compareVersions(other, version).order;
    expect(inverse).toBe(
      { older: 'newer', newer: 'older', same: 'same', unknown: 'unknown' }[
        found.order
      ],
    );
  });

  it('says why there is no order', () =>
    expect(compareVersions('v1796', sha)).toEqual({
      order: 'unknown',
      reason: `v1796 is a number, ${sha} is a commit`,
    }));
});
