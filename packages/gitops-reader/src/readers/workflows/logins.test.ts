import { parsedFiles } from '../../__testUtils__/parsedFiles';
import { workflowsReader } from './reader';

/** `provider line reason`, of credentials that live long. */
function logins(path: string, text: string): string[] {
  return (workflowsReader.read(parsedFiles({ [path]: text })).credentials ?? [])
    .filter(({ method }) => method === 'static')
    .map(
      ({ provider, location, reason, secrets }) =>
        `${provider} ${location.line} ${reason} (${secrets?.join()})`,
    );
}

const secret = (name: string) => `\${{ secrets.${name} }}`;

/** A workflow of one job; commands of its first step start at line 6. */
function workflow(commands: string[], more = ''): string {
  const script = commands.map(line => `          ${line}\n`).join('');
  return `env: {SHARED: "${secret('S')}", AZURE_PASSWORD: x}\njobs:\n  a:\n    steps:\n      - run: |\n${script}${more}`;
}

describe('commands that log in', () => {
  it.each<[what: string, commands: string[], expected: string[]]>([
    [
      'a password',
      [`az login --service-principal -u $ID -p ${secret('P')} --tenant t`],
      ['azure 6 P for az login (P)'],
    ],
    [
      'a password in a variable of the workflow',
      ['if ! az login --password="$SHARED"; then exit 1; fi'],
      ['azure 6 S for az login (S)'],
    ],
    [
      'a file that an earlier command wrote',
      [
        `echo '${secret('K')}' | base64 -d > key.json`,
        'sudo gcloud auth activate-service-account --key-file=key.json',
      ],
      ['gcp 6 K for gcloud auth activate-service-account (K)'],
    ],
    [
      'a file that is none',
      [
        `gcloud auth activate-service-account --key-file <(echo '${secret('K')}')`,
      ],
      ['gcp 6 K for gcloud auth activate-service-account (K)'],
    ],
    [
      'a file that the tool looks for',
      [`echo "${secret('K')}" | base64 -d | tee ~/.kube/config > /dev/null`],
      ['kubernetes 6 K for ~/.kube/config (K)'],
    ],
    [
      'a token',
      [`kubectl --token ${secret('T')} get pods`],
      ['kubernetes 6 T for kubectl (T)'],
    ],
    [
      'a password by a pipe',
      [`echo ${secret('P')} | docker login -u me --password-stdin`],
      ['registry 6 P for docker login (P)'],
    ],
    [
      'the key of a cloud for its registry',
      [`echo ${secret('P')} | docker login -u _json_key --password-stdin x`],
      ['gcp 6 P for docker login (P)'],
    ],
    [
      'a token as it stands',
      [`vault login token=${secret('R')}`],
      ['vault 6 R for vault login (R)'],
    ],
    [
      'a variable that a tool looks for',
      [`export AWS_SECRET_ACCESS_KEY=${secret('K')}`],
      ['aws 6 K for AWS_SECRET_ACCESS_KEY (K)'],
    ],
    [
      'a variable for the steps that follow',
      [`echo "VAULT_TOKEN=${secret('K')}" >> "$GITHUB_ENV"`],
      ['vault 6 K for VAULT_TOKEN (K)'],
    ],
    [
      'a variable of a variable',
      [`P=${secret('P')}`, 'helm registry login -p $P ghcr.io'],
      ['registry 7 P for helm registry login (P)'],
    ],
    [
      'what is told by its name, once',
      [`az login -u x -p ${secret('AZURE_CLIENT_SECRET')}`],
      ['azure 6 AZURE_CLIENT_SECRET in a command (AZURE_CLIENT_SECRET)'],
    ],
    ...(
      [
        ['the token of the run', [`docker login -p ${secret('GITHUB_TOKEN')}`]],
        ['what a command makes', ['P=$(make pw)', 'docker login -p $P']],
        [
          'the address of a registry',
          [
            `aws ecr get-login-password | docker login -u AWS --password-stdin ${secret('REGISTRY')}`,
          ],
        ],
        [
          'a variable set anew',
          ['SHARED=$(make pw)', 'docker login -p $SHARED'],
        ],
        ['another word', [`az login --identity -u ${secret('ID')}`]],
        ['another command', [`az account show -s ${secret('ID')}`]],
        ['a file of another use', [`echo ${secret('P')} > .env`]],
        ['an identity', [`vault login -method=jwt jwt=${secret('X')}`]],
        [
          'keys of a session',
          [
            `export AWS_ACCESS_KEY_ID=${secret('A')} AWS_SESSION_TOKEN=${secret('B')}`,
          ],
        ],
      ] as const
    ).map(([what, commands]): [string, string[], string[]] => [
      what,
      [...commands],
      [],
    ]),
  ])('reads %s in a workflow', (_, commands, expected) => {
    expect(logins('.github/workflows/a.yml', workflow(commands))).toEqual(
      expected,
    );
  });

  it('names the secret beside an ID of a key that is none', () => {
    const text =
      'jobs:\n  a:\n    steps:\n      - uses: aws-actions/configure-aws-credentials@v4\n        with:\n          aws-access-key-id: ${{ vars.ID }}\n' +
      `          aws-secret-access-key: ${secret('KEY')}\n`;
    expect(logins('.github/workflows/a.yml', text)).toEqual([
      'aws 6 aws-actions/configure-aws-credentials: aws-access-key-id (KEY)',
    ]);
  });

  it('knows what an earlier step has written', () => {
    const text = workflow(
      [`echo '${secret('K')}' > key.json`],
      '      - run: gcloud auth activate-service-account --key-file key.json\n',
    );
    expect(logins('.github/workflows/a.yml', text)).toEqual([
      'gcp 6 K for gcloud auth activate-service-account (K)',
    ]);
  });

  it.each<[what: string, text: string, expected: string[]]>([
    [
      'a variable that nothing makes',
      'a: {script: [az login -u $SP_ID -p "$SP_PW"]}',
      ['azure 1 SP_PW for az login (SP_PW)'],
    ],
    [
      'a variable by another name',
      'a:\n  script:\n  - export AWS_ACCESS_KEY_ID=$ID AWS_SECRET_ACCESS_KEY=$KEY',
      ['aws 3 ID for AWS_ACCESS_KEY_ID (ID,KEY)'],
    ],
    [
      'variables that are set, read or gone through somewhere',
      'variables: {P: plain}\n.b: {before_script: ["export Q=$(make pw)"]}\na: {script: [docker login -p $P, docker login -p $Q, read R, docker login -p $R]}',
      [],
    ],
    [
      'what the run brings along',
      'a: {script: [docker login -u x -p $CI_REGISTRY_PASSWORD, docker login -p $HOME]}',
      [],
    ],
    [
      'a kubeconfig that is stored as a file',
      'a:\n  script:\n  - cp $KUBECONFIG ~/.kube/config\nb:\n  script:\n  - kubectl --kubeconfig "$KUBECONFIG" get pods\n  - echo "$KUBECONFIG" > kc',
      [
        'kubernetes 3 KUBECONFIG for ~/.kube/config (KUBECONFIG)',
        'kubernetes 6 KUBECONFIG for kubectl (KUBECONFIG)',
        'kubernetes 7 KUBECONFIG for echo (KUBECONFIG)',
      ],
    ],
    [
      'the path of a kubeconfig',
      'a:\n  script:\n  - echo $KUBECONFIG\n  - chmod 600 $KUBECONFIG',
      [],
    ],
    ...[
      'kubectl config use-context acme/agents:prod',
      'aws eks update-kubeconfig --name a',
      'cp kc $KUBECONFIG',
      'make kc > "$KUBECONFIG"',
      'export KUBECONFIG=$PWD/kc',
    ].map((made): [string, string, string[]] => [
      `a kubeconfig after ${made}`,
      `a:\n  script:\n  - ${made}\n  - kubectl --kubeconfig $KUBECONFIG get pods`,
      [],
    ]),
  ])('reads %s in a pipeline of GitLab', (_, text, expected) => {
    expect(logins('.gitlab-ci.yml', text)).toEqual(expected);
  });

  it.each<[path: string, text: string, expected: string[]]>([
    [
      'azure-pipelines.yml',
      'variables: [{name: USED, value: x}, {group: g}]\nsteps:\n- script: |\n    az login -u x -p $(SP_PW)\n    docker login -p $(USED)',
      ['azure 4 SP_PW for az login (SP_PW)'],
    ],
    [
      '.circleci/config.yml',
      'jobs:\n  a:\n    steps:\n    - run: |\n        echo $ACCOUNT > a.json\n    - run: gcloud auth activate-service-account --key-file=a.json',
      ['gcp 5 ACCOUNT for gcloud auth activate-service-account (ACCOUNT)'],
    ],
    [
      'bitbucket-pipelines.yml',
      'pipelines:\n  default:\n  - step:\n      script:\n      - export T=$(make t)\n      - kubectl --token $T get pods\n      - kubectl --token=$PROD get pods',
      ['kubernetes 7 PROD for kubectl (PROD)'],
    ],
  ])('reads them in %s', (path, text, expected) => {
    expect(logins(path, text)).toEqual(expected);
  });
});
