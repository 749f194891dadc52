import { grouped } from './figure.mjs';

const environments = {
  dev: 'development',
  int: 'integration',
  stage: 'staging',
  stg: 'staging',
  prod: 'production',
  prd: 'production',
  live: 'production',
};

const environmentKey = name => environments[name] ?? name;

/** Truth files add words to some keys: `OCIRepository spec.ref.tag (chartRef)`. */
const keyOf = key =>
  key
    .replace(/\s*\([^)]*\)$/, '')
    .replace(/^[A-Z]\w+ (?=spec\.)/, '')
    .trim();

const sameKey = (one, other) => {
  const [a, b] = [keyOf(one), keyOf(other)];
  // `<repository> <chart>` is written as `<chart>` here and there.
  const endsWith = (long, short) =>
    ['.', ' '].some(before => long.endsWith(`${before}${short}`));
  return a === b || endsWith(a, b) || endsWith(b, a);
};

const sameValue = (one, other) =>
  // A tag with its digest is the tag.
  one === other || one.startsWith(`${other}@`) || other.startsWith(`${one}@`);

/** Versions that a scan says are deployed, each with its place. */
function pinsOf(report) {
  return report.services.flatMap(service =>
    service.environments.flatMap(({ environment, cluster, versions }) =>
      versions.map(pin => ({
        ...pin,
        service: service.name,
        environment,
        cluster,
      })),
    ),
  );
}

/** Versions by file, then the closer look at those that were found: line, key, environment. */
export function versions(truth, report) {
  const expected = truth.promotion.filter(({ version }) => version !== null);
  const pins = pinsOf(report);
  const byFile = grouped(pins, ({ file }) => file);
  const tally = { version: 0, line: 0, key: 0, environment: 0 };
  const misses = { version: [], line: [], key: [], environment: [] };
  const count = (what, right, message) => {
    if (right) {
      tally[what]++;
    } else {
      misses[what].push(message());
    }
  };
  for (const { env, cluster, version, file, line, key, service } of expected) {
    const title = `${service} ${version} in ${[env, cluster].filter(Boolean).join('/')} (${file}:${line} ${key})`;
    const found = (byFile.get(file) ?? []).filter(pin =>
      sameValue(pin.value, version),
    );
    count('version', found.length > 0, () => `missing: ${title}`);
    if (found.length === 0) {
      continue;
    }
    const there = found.filter(pin => pin.line === line);
    const lines = [...new Set(found.map(pin => pin.line))].join(', ');
    count('line', there.length > 0, () => `at line ${lines}: ${title}`);
    const near = there.length > 0 ? there : found;
    const keys = [...new Set(near.map(pin => pin.key))].join(', ');
    count(
      'key',
      near.some(pin => sameKey(pin.key, key)),
      () => `as ${keys}: ${title}`,
    );
    const places = [
      ...new Set(
        near.map(pin =>
          [pin.environment, pin.cluster].filter(Boolean).join('/'),
        ),
      ),
    ].join(', ');
    count(
      'environment',
      near.some(
        pin =>
          [pin.environment, pin.cluster].includes(environmentKey(env)) ||
          [pin.environment, pin.cluster].includes(env) ||
          (cluster && pin.cluster === cluster),
      ),
      () => `in ${places || 'no environment'}: ${title}`,
    );
  }
  return [
    {
      name: 'versions',
      recall: [tally.version, expected.length],
      misses: misses.version,
      ...preciseVersions(truth, expected, pins),
    },
    ...['line', 'key', 'environment'].map(what => ({
      name: `versions, ${what}`,
      recall: [tally[what], tally.version],
      misses: misses[what],
    })),
    ...deadOverrides(truth, pins),
  ];
}

/** What is said of the files that the truth speaks of, and that it does not know: a person has to judge those. */
function preciseVersions(truth, expected, pins) {
  const covered = grouped(expected, ({ file }) => file);
  const said = new Map(
    pins
      .filter(pin => covered.has(pin.file))
      .map(pin => [`${pin.file}:${pin.line} ${pin.name} ${pin.value}`, pin]),
  );
  const strange = [...said].filter(
    ([, pin]) =>
      !covered
        .get(pin.file)
        .some(
          known =>
            known.line === pin.line || sameValue(known.version, pin.value),
        ),
  );
  return {
    precision: [said.size - strange.length, said.size],
    said: strange.map(([title]) => `not in truth: ${title}`),
  };
}

function deadOverrides(truth, pins) {
  if (!truth.deadImageOverrides) {
    return [];
  }
  const alive = truth.deadImageOverrides.filter(dead =>
    pins.some(
      pin =>
        pin.file === dead.file &&
        (dead.line === undefined || pin.line === dead.line),
    ),
  );
  const all = truth.deadImageOverrides.length;
  return [
    {
      name: 'versions, dead overrides',
      recall: [all - alive.length, all],
      misses: alive.map(
        ({ file, line, name }) =>
          `said to be deployed: ${name ?? ''} ${file}:${line}`,
      ),
    },
  ];
}
