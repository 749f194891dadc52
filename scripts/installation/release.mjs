/** Of Backstage's own packages: where a range of theirs begins. */
const begins = /^[\^~]?(\d+\.\d+\.\d+(?:-[\w.]+)?)$/;

/**
 * The packages of Backstage that some manifests lead to, each in the version of one release: `name` to version.
 *
 * They are released together, and each asks for the others in a range that begins at the version of its own release. A later
 * release is in these ranges too; two of them side by side in one app do not find each other's contexts.
 *
 * @param {{ dependencies?: Record<string, string>, devDependencies?: Record<string, string> }[]} manifests
 * @param {(packages: string[]) => Promise<{ name: string, dependencies?: Record<string, string> }[]>} ask what the registry has of
 *   packages, each as `name@version`
 * @returns {Promise<Record<string, string>>}
 */
export async function releasedWith(manifests, ask) {
  const versions = new Map();
  /** Those of which a later version is wanted than was known. */
  const take = dependencies => {
    const news = new Set();
    for (const [name, range] of Object.entries(dependencies ?? {})) {
      const version = begins.exec(range)?.[1];
      if (
        version &&
        name.startsWith('@backstage/') &&
        isLater(version, versions.get(name))
      ) {
        versions.set(name, version);
        news.add(name);
      }
    }
    return news;
  };
  let news = new Set(
    manifests.flatMap(({ dependencies, devDependencies }) => [
      ...take(dependencies),
      ...take(devDependencies),
    ]),
  );
  while (news.size > 0) {
    const found = await ask(
      [...news].map(name => `${name}@${versions.get(name)}`),
    );
    news = new Set(
      found.flatMap(({ dependencies }) => [...take(dependencies)]),
    );
  }
  return Object.fromEntries([...versions].sort());
}

function isLater(version, known) {
  return (
    known === undefined ||
    version.localeCompare(known, 'en', { numeric: true }) > 0
  );
}
