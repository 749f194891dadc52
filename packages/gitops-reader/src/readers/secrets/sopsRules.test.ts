import { memoryTree } from '../../files/memoryTree';
import { readRepository, RepositoryReader } from '../../readRepository';

describe('what SOPS should have encrypted', () => {
  const encrypted =
    'a: ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]\nsops: {mac: x, version: 3.9.0}\n';

  it.each<[string, string, Record<string, string>, string[]]>([
    [
      'a file that a rule singles out',
      'creation_rules: [{path_regex: "secrets/.*\\\\.yaml$"}]',
      { 'secrets.yaml': 'a: 1', 'apps/b.yaml': 'a: 1' },
      [],
    ],
    [
      'a directory of secrets, of which manifests and what holds no values are told elsewhere',
      'creation_rules: [{path_regex: "secrets/prod/.*"}]',
      {
        'secrets/prod/a.yaml': 'db: {password: hunter2-hunter2}',
        'secrets/prod/b.env': 'PASSWORD=hunter2-hunter2\n',
        'secrets/prod/c.yaml': encrypted,
        'secrets/prod/d.yaml': 'db: {password: ref+vault://x#y, port: 5432}',
        'secrets/prod/kustomization.yaml': 'resources: [x-y.yaml]',
        'secrets/prod/store.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: hunter2-hunter2}\n',
        'secrets/dev/a.yaml': 'db: {password: hunter2-hunter2}',
      },
      ['warning secrets/prod/a.yaml', 'warning secrets/prod/b.env'],
    ],
    [
      'a directory of secrets of which some keys alone are encrypted',
      'creation_rules: [{path_regex: "secrets/.*", encrypted_regex: ^data$}]',
      { 'secrets/a.yaml': 'db: {password: hunter2-hunter2}' },
      [],
    ],
    [
      'a directory of another name, most of which is encrypted',
      'creation_rules: [{path_regex: "env/prod/.*"}, {path_regex: "env/dev/.*"}]',
      {
        ...Object.fromEntries(
          ['prod/a', 'prod/b', 'dev/a'].map(name => [
            `env/${name}.yaml`,
            encrypted,
          ]),
        ),
        'env/prod/c.yaml': 'password: hunter2-hunter2',
        'env/dev/c.yaml': 'password: hunter2-hunter2',
      },
      ['warning env/prod/c.yaml'],
    ],
    [
      'a name that says so',
      'creation_rules: [{path_regex: "\\\\.enc\\\\.yaml$"}]',
      { 'a.enc.yaml': 'a: 1', 'b.enc.yaml': encrypted, 'b.yaml': 'a: 1' },
      ['warning a.enc.yaml'],
    ],
    [
      'a test',
      'creation_rules: [{path_regex: "\\\\.enc\\\\.yaml$"}]',
      { 'tests/a.enc.yaml': 'a: 1' },
      ['info tests/a.enc.yaml'],
    ],
    [
      'a rule for every manifest',
      'creation_rules: [{path_regex: ".*\\\\.yaml$", encrypted_regex: ^data$}]',
      { 'a.yaml': 'a: 1' },
      [],
    ],
    [
      'templates of what is encrypted then',
      'creation_rules: [{path_regex: "\\\\.sops\\\\.ya?ml"}]',
      { 'a.sops.yaml.tmpl': 'a: 1', 'b.sops.yaml.j2': 'a: 1' },
      [],
    ],
    [
      'the first rule that fits',
      'creation_rules: [{path_regex: ".*"}, {path_regex: "\\\\.enc\\\\.yaml$"}]',
      { 'a.enc.yaml': 'a: 1' },
      [],
    ],
    [
      'the nearest configuration',
      'creation_rules: [{path_regex: "\\\\.enc\\\\.yaml$"}]',
      {
        'x/.sops.yaml':
          'creation_rules: [{path_regex: "^top/.*secret\\\\.yaml$"}]',
        'x/a.enc.yaml': 'a: 1',
        'x/top/secret.yaml': 'a: 1',
      },
      ['warning x/top/secret.yaml'],
    ],
    [
      'a pattern that Go would refuse',
      'creation_rules: [{path_regex: "(?=a)enc"}]',
      { 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.yaml': 'a: 1' },
      [],
    ],
  ])('%s', async (_, config, files, expected) => {
    const { findings } = await readRepository(
      memoryTree({ '.sops.yaml': config, ...files }),
    );
    expect(
      findings
        .filter(({ rule }) => rule === 'sops-not-encrypted')
        .map(({ severity, location }) => `${severity} ${location.path}`),
    ).toEqual(expected);
  });

  it.each<[what: string, rule: string, sops: string, expected: string[]]>([
    [
      'those of the rule, in any order and form',
      'age: "age1a, age1b", pgp: "AB CD EF 01 23"',
      'age: [{recipient: age1b}, {recipient: age1a}], pgp: [{fp: abcdef0123}]',
      [],
    ],
    [
      'one that the rule has no more, and not one that it has',
      'age: [age1a, age1b]',
      'age: [{recipient: age1a}, {recipient: age1x}]',
      [
        '3 x/.sops.yaml wants this file to be for age1b as well, and knows nothing of age1x, who can read it',
      ],
    ],
    [
      'keys of another kind',
      'kms: "arn:aws:kms:eu-west-1:1:key/a+arn:aws:iam::1:role/b"',
      'kms: [{arn: "arn:aws:kms:eu-west-1:1:key/a"}], age: [{recipient: age1x}]',
      ['3 x/.sops.yaml knows nothing of age1x, who can read it'],
    ],
    [
      'groups of keys',
      'age: age1x, key_groups: [{age: [age1a]}, {pgp: [0123456789]}]',
      'key_groups: [{age: [{recipient: age1a}]}, {pgp: [{fp: AAAAAAAA0123456789}]}]',
      [],
    ],
    [
      'an SSH key, whose name has a blank in it',
      'age: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5, age1a"',
      'age: [{recipient: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5}, {recipient: age1a}]',
      [],
    ],
    [
      'a key itself, which stands there by mistake',
      'age: AGE-SECRET-KEY-PQ-1QPZRY9X, pgp: Tr0ub4dor3xqPassphrase',
      'age: [{recipient: age1a}]',
      [
        '3 x/.sops.yaml wants this file to be for a key of a form that is not known, a key of a form that is not known as well, and knows nothing of age1a, who can read it',
      ],
    ],
    [
      'those of a rule further up',
      'age: age1a',
      'age: [{recipient: age1top}]',
      [],
    ],
    [
      'what is not read here',
      'age: age1a, azure_keyvault: "https://a.vault.azure.net/keys/b/c"',
      'age: [{recipient: age1x}]',
      [],
    ],
    [
      'a rule that names nobody',
      'encrypted_regex: ^a$',
      'age: [{recipient: age1x}]',
      [],
    ],
    ['a file that names nobody', 'age: age1a', 'age: [{}]', []],
  ])(
    'holds whom a file is for against its rule: %s',
    async (_, rule, sops, expected) => {
      const { findings } = await readRepository(
        memoryTree({
          '.sops.yaml': 'creation_rules: [{age: age1top}]',
          'x/.sops.yaml': `creation_rules: [{path_regex: other, age: age1z}, {${rule}}]`,
          'x/a.yaml': `# a\na: ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]\nsops: {mac: x, version: 3.9.0, ${sops}}\n`,
        }),
      );
      expect(
        findings
          .filter(({ rule: id }) => id === 'sops-recipients-differ')
          .map(({ message, location }) => `${location.line} ${message}`),
      ).toEqual(expected);
    },
  );

  it('counts what a rule takes over pushes as well', async () => {
    const reader = new RepositoryReader();
    const files = {
      '.sops.yaml': 'creation_rules: [{path_regex: "env/prod/.*"}]',
      'env/prod/a.yaml': encrypted,
      'env/prod/b.yaml': encrypted,
    };
    const read = async (tree: Record<string, string>, revision: string) =>
      (await reader.read(memoryTree(tree, { revision }))).findings.filter(
        ({ rule }) => rule === 'sops-not-encrypted',
      );
    expect(await read(files, 'a'.repeat(40))).toEqual([]);
    const more = { ...files, 'env/prod/c.yaml': 'password: hunter2-hunter2' };
    expect(await read(more, 'b'.repeat(40))).toHaveLength(1);
  });
});
