import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';

/**
 * A registry with our packages alone, on this machine, so that `yarn add` does what it will do for everybody. A package's address has its
 * digest in it: what was kept of another one with the same version is not taken for it.
 *
 * @param {{ file: string, manifest: object }[]} packages
 * @returns {Promise<{ url: string, close: () => void }>}
 */
export async function serveRegistry(packages) {
  const byName = new Map(packages.map(each => [each.manifest.name, each]));
  const byFile = new Map(
    packages.map(({ file }) => [path.basename(file), file]),
  );
  let url;

  const describe = async ({ file, manifest }) => {
    const content = await fs.readFile(file);
    const digest = (algorithm, encoding) =>
      createHash(algorithm).update(content).digest(encoding);
    const packed = (await fs.stat(file)).mtime.toISOString();
    const { name, version } = manifest;
    return {
      name,
      'dist-tags': { latest: version },
      time: { created: packed, modified: packed, [version]: packed },
      versions: {
        [version]: {
          ...manifest,
          dist: {
            tarball: `${url}/-/${path.basename(file)}`,
            shasum: digest('sha1', 'hex'),
            integrity: `sha512-${digest('sha512', 'base64')}`,
          },
        },
      },
    };
  };
  const server = createServer(async (request, response) => {
    try {
      const asked = decodeURIComponent(request.url.slice(1));
      const known = byName.get(asked);
      const file = byFile.get(asked.replace(/^-\//, ''));
      if (known) {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(await describe(known)));
      } else if (file) {
        response.end(await fs.readFile(file));
      } else {
        response.writeHead(404).end('{}');
      }
    } catch (error) {
      response.writeHead(500).end(JSON.stringify({ error: error.message }));
    }
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${server.address().port}`;
  return {
    url,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
