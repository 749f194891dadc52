import path from 'node:path';
import { kustomize } from './kubectl.mjs';
import { overlays, scan } from './plumbline.mjs';

const atOnce = 2;
/** Overlays that are also asked of the command line. */
const sampled = 5;

/** Letters that kustomize writes its hashes with. */
const hash = /-[2456789bcdfghkmt]{10}$/;

const keyOf = ({ apiVersion = '', kind, namespace = '', name }) =>
  [
    apiVersion.includes('/') ? apiVersion.split('/')[0] : '',
    kind,
    namespace,
    name,
  ].join(' ');

/** What two builds of one directory do not agree on, in words. */
function disagreements(ours, theirs) {
  const left = new Map(ours.map(object => [keyOf(object), object]));
  const wrong = [];
  let stripped = 0;
  let agreed = 0;
  for (const object of theirs) {
    let key = keyOf(object);
    if (!left.has(key) && ['ConfigMap', 'Secret'].includes(object.kind)) {
      const plain = key.replace(hash, '');
      if (plain !== key && left.has(plain)) {
        stripped++;
        key = plain;
      }
    }
    const own = left.get(key);
    left.delete(key);
    if (!own) {
      wrong.push(`missing: ${key}`);
      continue;
    }
    const [got, wanted] = [own, object].map(({ images }) =>
      [...new Set(images)].sort().join(' '),
    );
    if (got === wanted) {
      agreed++;
    } else {
      wrong.push(
        `images of ${key}: expected ${wanted || 'none'}, got ${got || 'none'}`,
      );
    }
  }
  return {
    agreed,
    stripped,
    said: ours.length,
    wrong: [
      ...wrong,
      ...[...left.keys()].map(key => `not built by kubectl: ${key}`),
    ],
  };
}

/** Every kustomization that kubectl builds without the network, beside what this project makes of it. */
export async function oracle(checkout) {
  const builds = await overlays(checkout);
  const tally = {
    builds: builds.length,
    offline: 0,
    same: 0,
    objects: 0,
    agreed: 0,
    said: 0,
    stripped: 0,
  };
  const misses = [];
  const unbuilt = [];
  const pending = [...builds];
  const compared = [];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let build = pending.shift(); build; build = pending.shift()) {
        const theirs = await kustomize(path.join(checkout, build.directory));
        if (theirs.error !== undefined) {
          unbuilt.push(
            `not buildable offline: ${build.directory || '.'}: ${theirs.error}`,
          );
          continue;
        }
        const { wrong, agreed, stripped, said } = disagreements(
          build.objects,
          theirs.objects,
        );
        tally.offline++;
        tally.objects += theirs.objects.length;
        tally.agreed += agreed;
        tally.said += said;
        tally.stripped += stripped;
        if (wrong.length === 0) {
          tally.same++;
          compared.push(build);
        } else {
          const partial =
            build.partial.length > 0
              ? ` (said to be partial: ${build.partial[0]})`
              : '';
          misses.push(
            ...wrong.map(
              text => `${build.directory || '.'}: ${text}${partial}`,
            ),
          );
        }
      }
    }),
  );
  const step = Math.max(1, Math.floor(compared.length / sampled));
  const sample = compared
    .sort((a, b) => (a.directory < b.directory ? -1 : 1))
    .filter((_, at) => at % step === 0)
    .slice(0, sampled);
  const different = [];
  for (const { directory, objects } of sample) {
    const report = await scan(checkout, '--overlay', directory || '.');
    const [one, other] = [report.objects, objects].map(list =>
      list.map(keyOf).sort().join('\n'),
    );
    if (one !== other) {
      different.push(
        `plumbline scan --overlay ${directory || '.'} says something else`,
      );
    }
  }
  return [
    {
      name: 'kustomize, overlays',
      recall: [tally.same, tally.offline],
      note: `${tally.builds} kustomizations, ${unbuilt.length} not buildable offline`,
      misses: misses.sort(),
      said: unbuilt.sort(),
    },
    {
      name: 'kustomize, objects',
      recall: [tally.agreed, tally.objects],
      precision: [tally.agreed, tally.said],
      note: `${tally.stripped} names compared without the hash that a generator adds`,
    },
    {
      name: 'kustomize, command line',
      recall: [sample.length - different.length, sample.length],
      note: 'plumbline scan --overlay on a sample',
      misses: different,
    },
  ];
}
