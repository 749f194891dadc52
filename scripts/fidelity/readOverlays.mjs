// Prints what each kustomization of a checkout builds, one JSON line for each. Run as a bundle, see plumbline.mjs.
import { readCheckout } from '../../packages/cli/src/lib/readCheckout';
import { buildKustomization } from '../../packages/gitops-reader/src';
import { directoryOf } from '../../packages/gitops-reader/src/files/treePaths';

const isKustomization = /(^|\/)(kustomization\.ya?ml|Kustomization)$/;

function imagesOf(object) {
  return object.versions
    .filter(({ kind }) => kind === 'image')
    .map(({ name, value }) =>
      value.startsWith('sha256:') ? `${name}@${value}` : `${name}:${value}`,
    );
}

async function main(dir) {
  const { parsed, checkout } = await readCheckout(dir);
  const directories = new Set(
    [...parsed.paths]
      .filter(path => isKustomization.test(path))
      .map(directoryOf),
  );
  for (const directory of [...directories].sort()) {
    const build = buildKustomization(parsed, directory);
    process.stdout.write(
      `${JSON.stringify({
        directory,
        partial: build.partial,
        objects: build.objects.map(object => ({
          apiVersion: object.apiVersion,
          kind: object.kind,
          namespace: object.namespace,
          name: object.name,
          images: imagesOf(object),
        })),
      })}\n`,
    );
  }
  await checkout.close();
}

main(process.argv[2]).catch(error => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
