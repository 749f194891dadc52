import { existsSync } from 'node:fs';
import { run } from './run.mjs';

/** Installs a package of Debian where that is possible: as root, with apt-get. Tells whether it did. */
export async function aptInstall(name) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    return false;
  }
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  return (
    (await run('apt-get', ['update', '-qq'], options)) === 0 &&
    (await run('apt-get', ['install', '-y', '-qq', name], options)) === 0
  );
}
