import { memoryTree } from '../memoryTree';
import { readRepository } from '../readRepository';

describe('what SOPS should have encrypted', () => {
  const encrypted =
    'a: ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]\nsops: {mac: x, version: 3.9.0}\n';

  it.each<[string, string, Record<string, string>, string[]]>([
    [
      'a file that a rule singles out',
      'creation_rules: [{path_regex: "secrets/.*\\\\.yaml$"}]',
      { 'secrets/a.yaml': 'a: 1', 'apps/b.yaml': 'a: 1' },
      [],
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
      'a pattern that could run away',
      'creation_rules: [{path_regex: "(a+)+enc"}]',
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
});
