import { grouped } from './figure.mjs';

const mechanisms = [
  [/^SOPS/, 'sops'],
  [/^SealedSecret/, 'sealed-secrets'],
  [/ExternalSecret|PushSecret/, 'external-secrets'],
  [/^SecretProviderClass/, 'csi'],
  [/^Vault/, 'vault'],
];

const mechanismOf = kind =>
  mechanisms.find(([pattern]) => pattern.test(kind))?.[1] ?? 'plain';

/** What brings secrets into being, by mechanism; then what is said of each one that was found. */
export function secrets(truth, report) {
  // One object that several overlays build stands once in Git, and may be another one in each place.
  const read = [
    ...grouped(
      report.secrets,
      ({ mechanism, file, line }) => `${mechanism} ${file} ${line}`,
    ),
  ].map(([, places]) => ({ ...places[places.length - 1], places }));
  const left = grouped(read, ({ mechanism, file }) => `${mechanism} ${file}`);
  const complete =
    (truth.secretsTotal ?? truth.secrets.length) <= truth.secrets.length;
  const files = new Set(truth.secrets.map(({ file }) => file));
  const clusters = new Map();
  for (const { file, cluster } of report.objects) {
    if (cluster && files.has(file)) {
      clusters.set(file, (clusters.get(file) ?? new Set()).add(cluster));
    }
  }
  const figures = [];
  const pairs = [];
  for (const [mechanism, expected] of grouped(truth.secrets, ({ kind }) =>
    mechanismOf(kind),
  )) {
    const misses = [];
    let found = 0;
    for (const item of expected) {
      const there = left.get(`${mechanism} ${item.file}`) ?? [];
      const at = there.findIndex(({ line }) => line === item.line);
      const [secret] = there.splice(Math.max(at, 0), 1);
      if (secret) {
        found++;
        pairs.push([item, secret]);
      } else {
        misses.push(`missing: ${item.kind} ${item.name} (${item.file})`);
      }
    }
    const said = read.filter(
      secret =>
        secret.mechanism === mechanism && (complete || files.has(secret.file)),
    );
    const strange = [...left]
      .filter(([key]) => key.startsWith(`${mechanism} `))
      .flatMap(([, rest]) => rest)
      .filter(secret => said.includes(secret));
    const beyond = strange.map(
      ({ kind, name, file, line }) =>
        `not in truth: ${kind} ${name} (${file}:${line})`,
    );
    figures.push({
      name: `secrets, ${mechanism}`,
      recall: [found, expected.length],
      // A truth that is a sample may end in the middle of a file.
      ...(complete
        ? {
            precision: [said.length - strange.length, said.length],
            misses: [...misses, ...beyond],
          }
        : {
            note: `of ${truth.secretsTotal} in all, the truth names a sample`,
            misses,
            said: beyond,
          }),
    });
  }
  return [
    ...figures,
    ...['name', 'namespace', 'store', 'env'].map(field =>
      details(field, pairs, clusters),
    ),
  ];
}

/**
 * How often one field of what was found is what the truth says, where it says it. A truth may name the cluster in place of
 * the environment, as it does for versions.
 */
function details(field, pairs, clusters) {
  const own = field === 'env' ? 'environment' : field;
  const told = pairs.filter(([item]) => typeof item[field] === 'string');
  const wrong = told.filter(
    ([item, secret]) =>
      secret.places.every(place => place[own] !== item[field]) &&
      !(field === 'env' && clusters.get(secret.file)?.has(item.env)),
  );
  return {
    name: `secrets, ${own}`,
    note: `${told.length - wrong.length} of ${told.length} as the truth words it`,
    said: wrong.map(
      ([item, secret]) =>
        `${item.file}: ${own} ${item[field]}, got ${secret[own] ?? 'none'}`,
    ),
  };
}

const harmless =
  /false positive|not a credential|no credential|no token|fixture|template/i;

/** Leaks beside placeholders, fixtures and what an overlay deletes. */
export function plaintext(truth, report) {
  const reported = new Set(
    report.findings
      .filter(
        ({ rule, severity }) =>
          rule === 'plaintext-secret' && severity !== 'info',
      )
      .map(({ file }) => file),
  );
  const leaks = truth.plaintextClassified
    .filter(item => !harmless.test(item.class))
    .map(({ file }) => file);
  const missed = leaks.filter(file => !reported.has(file));
  const alarms = [...reported].filter(file => !leaks.includes(file));
  return [
    {
      name: 'plaintext secrets',
      recall: [leaks.length - missed.length, leaks.length],
      precision: [reported.size - alarms.length, reported.size],
      misses: [
        ...missed.map(file => `missed: ${file}`),
        ...alarms.map(file => `reported, and no leak that is known: ${file}`),
      ],
    },
  ];
}
