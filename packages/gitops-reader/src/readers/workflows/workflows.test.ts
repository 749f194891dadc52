import { parsedFiles } from '../../__testUtils__/parsedFiles';
import { workflowsReader } from './reader';

const at = '.github/workflows/a.yml';

function read(files: Record<string, string>) {
  return workflowsReader.read(parsedFiles(files));
}

/** `provider method path:line`, for tests that read well. */
function logins(files: Record<string, string>): string[] {
  return (read(files).credentials ?? []).map(
    ({ provider, method, location }) =>
      `${provider} ${method} ${location.path === at ? '' : location.path}:${location.line}`,
  );
}

/** A workflow of one job; steps start at line 5. */
const job = (steps: string, head = 'permissions: {id-token: write}') =>
  `${head}\njobs:\n  deploy:\n    steps:\n${steps.replace(/^/gm, '      ')}\n`;

const step = (uses: string, inputs: string) =>
  `- uses: ${uses}\n  with:\n    ${inputs.replace(/\n/g, '\n    ')}`;

const secret = (name: string) => `\${{ secrets.${name} }}`;

describe('workflowsReader on GitHub', () => {
  it.each<[string, string, string[]]>([
    [
      'AWS with a role',
      step('aws-actions/configure-aws-credentials@v4', 'role-to-assume: arn:x'),
      ['aws oidc :7'],
    ],
    [
      'AWS with keys, even with a role',
      step(
        'AWS-Actions/Configure-AWS-Credentials@v4',
        `role-to-assume: arn:x\naws-access-key-id: ${secret('ID')}`,
      ),
      ['aws static :8', 'unknown oidc :1'],
    ],
    [
      'AWS with keys that an earlier step made',
      step(
        'aws-actions/configure-aws-credentials@v4',
        'aws-access-key-id: ${{ steps.vault.outputs.id }}',
      ),
      ['unknown oidc :1'],
    ],
    [
      'AWS with keys that an earlier step left in variables',
      step(
        'aws-actions/configure-aws-credentials@v4',
        'role-to-assume: arn:y\naws-access-key-id: ${{ env.AWS_ACCESS_KEY_ID }}',
      ),
      ['unknown oidc :1'],
    ],
    [
      'AWS with keys that the file puts into variables',
      `${step(
        'aws-actions/configure-aws-credentials@v4',
        'aws-access-key-id: ${{ env.ID }}',
      )}\n  env:\n    ID: ${secret('DEPLOY_ID')}`,
      ['aws static :7', 'unknown oidc :1'],
    ],
    [
      'AWS that goes on from an earlier step',
      step(
        'aws-actions/configure-aws-credentials@v4',
        'role-to-assume: arn:y\nrole-chaining: true',
      ),
      ['unknown oidc :1'],
    ],
    [
      'Google with federation',
      step('google-github-actions/auth@v2', 'workload_identity_provider: p'),
      ['gcp oidc :7'],
    ],
    [
      'Azure with an id, which makes its creds count for nothing',
      step('azure/login@v2', `creds: ${secret('A')}\nclient-id: x`),
      ['azure oidc :8'],
    ],
    [
      'Vault with the identity of the job',
      step('hashicorp/vault-action@v3', 'url: https://v\nmethod: jwt'),
      ['vault oidc :8'],
    ],
    [
      'a signature',
      '- uses: sigstore/cosign-installer@v3',
      ['sigstore oidc :1'],
    ],
    ['an image for NAIS', '- uses: nais/docker-build-push@v0', ['gcp oidc :1']],
    [
      'a deployment to NAIS',
      '- uses: nais/deploy/actions/deploy@v2',
      ['nais oidc :1'],
    ],
    [
      'an action of others that takes what a login to Azure takes',
      step('acme/deploy@v1', 'client_id: x\ntenant_id: y'),
      ['azure oidc :1'],
    ],
    [
      'an action of others that takes a role',
      step('acme/deploy@v1', 'aws-role-to-assume: arn:x'),
      ['aws oidc :1'],
    ],
    [
      'an action of others that takes a provider of identities',
      step('acme/deploy@v1', 'workload_identity_provider: p'),
      ['gcp oidc :1'],
    ],
    [
      'an action of others that takes a client alone',
      step('acme/deploy@v1', 'client_id: x'),
      ['unknown oidc :1'],
    ],
    [
      'a script that asks for the token, by its words',
      '- run: |\n    JWT=$(curl "$ACTIONS_ID_TOKEN_REQUEST_URL")\n    curl -d "$JWT" "$VAULT_ADDR/v1/auth/jwt/login"',
      ['vault oidc :1'],
    ],
  ])('reads %s', (_, steps, expected) => {
    expect(logins({ [at]: job(steps) })).toEqual(expected);
  });

  it.each<[string, string, string[]]>([
    [
      'a key of Google',
      step('google-github-actions/auth@v2', `credentials_json: ${secret('K')}`),
      ['gcp static :7'],
    ],
    [
      'creds of Azure',
      step('azure/login@v2', `creds: ${secret('AZURE_CREDENTIALS')}`),
      ['azure static :7'],
    ],
    [
      'creds of Azure for a cluster',
      step('azure/aks-set-context@v3', `creds: ${secret('ANY')}`),
      ['azure static :7'],
    ],
    ['a managed identity', step('azure/login@v2', 'auth-type: IDENTITY'), []],
    [
      'Vault with a stored token',
      step('hashicorp/vault-action@v3', `token: ${secret('T')}`),
      ['vault static :7'],
    ],
    [
      'a network of Tailscale',
      step('tailscale/github-action@v3', `authkey: ${secret('TS_AUTHKEY')}`),
      ['tailscale static :7'],
    ],
    [
      'a kubeconfig',
      step('azure/k8s-set-context@v4', `kubeconfig: ${secret('X')}`),
      ['kubernetes static :7'],
    ],
    [
      'a registry',
      step('docker/login-action@v3', `username: me\npassword: ${secret('P')}`),
      ['registry static :8'],
    ],
    [
      'a registry with the key of a cloud, by the name of the secret',
      step(
        'docker/login-action@v3',
        `registry: me.example\nusername: ${secret('AWS_ACCESS_KEY_ID')}\npassword: ${secret('AWS_SECRET_ACCESS_KEY')}`,
      ),
      ['aws static :9'],
    ],
    [
      'the same, by the address',
      step(
        'docker/login-action@v3',
        `registry: 1.dkr.ecr.eu-west-1.amazonaws.com\nusername: ${secret('U')}\npassword: ${secret('P')}`,
      ),
      ['aws static :9'],
    ],
    [
      'the same, by the user',
      step(
        'docker/login-action@v3',
        `registry: eu.gcr.io\nusername: _json_key\npassword: ${secret('P')}`,
      ),
      ['gcp static :9'],
    ],
    [
      'a registry of a cloud with a token that lives as long as the run',
      step(
        'docker/login-action@v3',
        'registry: eu.gcr.io\nusername: oauth2accesstoken\npassword: ${{ steps.auth.outputs.access_token }}',
      ),
      [],
    ],
    [
      'a file that is stored as a secret',
      `- run: x\n  env:\n    CONFIG: ${secret('KUBECONFIG_FILE')}`,
      ['kubernetes static :7'],
    ],
    [
      'a registry with the token of the run',
      step('docker/login-action@v3', `password: ${secret('GITHUB_TOKEN')}`),
      [],
    ],
    [
      'variables of a step, once',
      `- run: terraform apply\n  env:\n    AWS_ACCESS_KEY_ID: ${secret('A')}\n    AWS_SECRET_ACCESS_KEY: ${secret('B')}\n    ARM_CLIENT_SECRET: ${secret('C')}`,
      ['aws static :7', 'azure static :9'],
    ],
    [
      'a secret in a command',
      `- run: |\n    set -e\n    echo "${secret('KUBE_CONFIG')}" | base64 -d > ~/.kube/config`,
      ['kubernetes static :7'],
    ],
    [
      'an action that nobody knows, by the name of the secret',
      step('acme/deploy@v1', `key: ${secret('PROD_GCP_SA_KEY')}`),
      ['gcp static :7'],
    ],
    [
      'names that are no credential',
      `- run: x\n  env:\n    AWS_ROLE_ARN: ${secret('AWS_ROLE_ARN')}\n    GITHUB_TOKEN: ${secret('BOT_PAT')}\n    GOOGLE_APPLICATION_CREDENTIALS: /tmp/x\n    SLACK_WEBHOOK: ${secret('SLACK_WEBHOOK')}`,
      [],
    ],
  ])('reads %s without a right to tokens', (_, steps, expected) => {
    expect(logins({ [at]: job(steps, 'permissions: {}') })).toEqual(expected);
  });

  it('lets the permissions of a job replace those of its workflow', () => {
    const aws = step(
      'aws-actions/configure-aws-credentials@v4',
      'role-to-assume: arn:x',
    ).replace(/^/gm, '      ');
    const { credentials, findings } = read({
      [at]: `permissions: write-all\njobs:\n  a:\n    permissions: {contents: read}\n    steps:\n${aws}\n  b:\n    steps:\n${aws}\n`,
    });
    expect(credentials).toHaveLength(2);
    expect(findings).toMatchObject([
      { rule: 'oidc-without-permission', location: { line: 8 } },
    ]);
  });

  it('asks no permission for a token that an earlier step wrote down', () => {
    const steps = step(
      'aws-actions/configure-aws-credentials@v4',
      'role-to-assume: arn:x\nweb-identity-token-file: /tmp/token',
    );
    const { credentials, findings } = read({
      [at]: job(steps, 'permissions: {}'),
    });
    expect(credentials).toEqual([
      expect.objectContaining({ provider: 'aws', method: 'oidc' }),
    ]);
    expect(findings).toEqual([]);
    expect(JSON.stringify(credentials)).not.toContain('isGiven');
  });

  it('looks into actions of the repository, through each other and no further', () => {
    const action = (steps: string) =>
      `runs:\n  using: composite\n  steps:\n${steps.replace(/^/gm, '    ')}\n`;
    expect(
      logins({
        [at]: job(
          step('./.github/actions/one', `key: ${secret('X')}`),
          'permissions: {}',
        ),
        '.github/actions/one/action.yml': action(
          '- uses: ./.github/actions/two',
        ),
        '.github/actions/two/action.yaml': action(
          `${step('google-github-actions/auth@v2', 'credentials_json: ${{ inputs.key }}')}\n- uses: ./.github/actions/one`,
        ),
      }),
    ).toEqual([
      'gcp static :5',
      'gcp static .github/actions/one/action.yml:4',
      'gcp static .github/actions/two/action.yaml:6',
    ]);
  });

  it.each<
    [what: string, handed: string, byDefault: string, expected: string[]]
  >([
    [
      'a stored secret',
      secret('P'),
      '',
      ['registry static :5', 'registry static build/action.yml:9'],
    ],
    ['the token of the run', secret('GITHUB_TOKEN'), '', []],
    [
      'that for want of a stored secret',
      '${{ secrets.P || github.token }}',
      '',
      ['registry static :5', 'registry static build/action.yml:9'],
    ],
    ['nothing, and has that token by default', '', '${{ github.token }}', []],
    [
      'nothing, and has none by default',
      '',
      '',
      ['registry static :5', 'registry static build/action.yml:9'],
    ],
  ])(
    'holds an action that is handed %s for what that makes of it',
    (_, handed, byDefault, expected) => {
      expect(
        logins({
          [at]: job(step('./build', `password: ${handed}`), 'permissions: {}'),
          'build/action.yml': `inputs:\n  password: {default: "${byDefault}"}\nruns:\n  using: composite\n  steps:\n    - uses: docker/login-action@v3\n      with:\n        username: me\n        password: \${{ inputs.password }}\n`,
        }),
      ).toEqual(expected);
    },
  );

  it('knows an action of its own repository by its full name', () => {
    expect(
      logins({
        [at]: job('- uses: acme/app-config/Actions/plan@main'),
        'Actions/plan/action.yaml':
          'runs:\n  using: composite\n  steps:\n    - run: terraform plan\n      env: {ARM_USE_OIDC: "true"}\n',
      }),
    ).toEqual(['azure oidc :5', 'azure oidc Actions/plan/action.yaml:5']);
  });

  it('takes the permissions of a called workflow from its callers', () => {
    const called = (caller: string) =>
      read({
        [at]: `${caller}\njobs:\n  a:\n    uses: ./.github/workflows/b.yml\n    secrets: inherit\n`,
        '.github/workflows/b.yml': job(
          step(
            'google-github-actions/auth@v2',
            'workload_identity_provider: p',
          ),
          'on: workflow_call',
        ),
      });
    expect(called('permissions: {id-token: write}')).toMatchObject({
      credentials: [{ provider: 'gcp', method: 'oidc' }],
      findings: [],
    });
    expect(called('permissions: {}').findings).toMatchObject([
      { rule: 'oidc-without-permission' },
    ]);
  });

  it('knows a workflow of its own repository by its full name', () => {
    expect(
      logins({
        [at]: 'permissions: {id-token: write}\njobs:\n  a:\n    uses: acme/app-config/.github/workflows/b.yml@main\n',
        '.github/workflows/b.yml': job(
          step(
            'google-github-actions/auth@v2',
            'workload_identity_provider: p',
          ),
          'on: workflow_call',
        ),
      }),
    ).toEqual(['gcp oidc .github/workflows/b.yml:7']);
  });

  it('tells what is handed to workflows of others', () => {
    expect(
      logins({
        [at]: `jobs:\n  a:\n    permissions: {id-token: write}\n    uses: acme/ci/.github/workflows/x.yml@v1\n  b:\n    uses: acme/ci/.github/workflows/x.yml@v1\n    secrets:\n      AWS_ACCESS_KEY_ID: ${secret('A')}\n`,
      }),
    ).toEqual(['aws static :8', 'unknown oidc :3']);
  });

  it.each<[what: string, given: string, expected: string[]]>([
    [
      'the cloud that what is stored is called after',
      `secrets: {creds: "${secret('AZURE_AKS')}"}`,
      ['azure static :5', 'unknown oidc :3'],
    ],
    [
      'nothing, where only the name of an input is known',
      `secrets: {creds: "${secret('DEPLOY')}", name: "${secret('AZURE_AKS')}"}`,
      ['unknown oidc :3'],
    ],
    [
      'the cloud that takes what it is given',
      'with: {role-to-assume: arn:x}',
      ['aws oidc :3'],
    ],
  ])('tells of a workflow of others %s', (_, given, expected) => {
    expect(
      logins({
        [at]: `jobs:\n  a:\n    permissions: {id-token: write}\n    uses: acme/ci/.github/workflows/x.yml@v1\n    ${given}\n`,
      }),
    ).toEqual(expected);
  });

  it('knows the scorecard by a workflow of others', () => {
    expect(
      logins({
        [at]: 'jobs:\n  a:\n    permissions: {id-token: write}\n    uses: acme/ci/.github/workflows/ossf-scorecard.yaml@main\n',
      }),
    ).toEqual(['sigstore oidc :3']);
  });

  it.each<[string, string, string[]]>([
    ['an apply', 'kubectl -n shop apply -f .', ['info kubectl apply']],
    ['an upgrade', 'set -e; helm upgrade --install x .', ['info helm upgrade']],
    [
      'a restart',
      'kubectl rollout restart deploy/x',
      ['info kubectl rollout restart'],
    ],
    [
      'what is piped into one',
      'kustomize build . | kubectl apply -f -',
      ['info kubectl apply'],
    ],
    ['a helmfile', 'helmfile -e prod apply', ['info helmfile apply']],
    [
      'a trial run that is piped into one',
      'kubectl create secret generic a --dry-run=client -o yaml | kubectl apply -f -',
      ['info kubectl apply'],
    ],
    [
      'one before a trial run',
      'helm upgrade --install web ./chart\nkubectl create ns a --dry-run=client -o yaml > a.yaml',
      ['info helm upgrade'],
    ],
    [
      'flags with a value of their own',
      'kubectl --context=prod apply -f x',
      ['info kubectl apply'],
    ],
    [
      'flags in a row',
      'kubectl --kubeconfig=$KC -n shop apply -f .',
      ['info kubectl apply'],
    ],
    [
      'a variable before it',
      'KUBECONFIG=kc kubectl apply -f x',
      ['info kubectl apply'],
    ],
    ['flags of helm', 'helm -n foo upgrade web .', ['info helm upgrade']],
    [
      'a context of helm',
      'helm --kube-context prod upgrade web .',
      ['info helm upgrade'],
    ],
    [
      'a plugin of helm',
      'helm secrets upgrade web .',
      ['info helm secrets upgrade'],
    ],
    [
      'a command of many lines',
      'helm upgrade \\\n  --install web .',
      ['info helm upgrade'],
    ],
    [
      'a condition, a function and a substitution',
      'if ! kubectl -n a get b; then (kubectl create ns a); fi; f() { kubectl delete b; }; echo "$(kubectl patch c)"',
      ['info kubectl create and 2 more'],
    ],
    [
      'a shell of its own',
      "ssh host 'cd x && kubectl apply -f .'",
      ['info kubectl apply'],
    ],
    [
      'xargs',
      'kubectl get po -o name | xargs -n 1 kubectl delete',
      ['info kubectl delete'],
    ],
    [
      'a trial run of many lines',
      "kubectl create cm a --from-literal='b\nc' \\\n  --dry-run=client -o yaml > a.yaml",
      [],
    ],
    [
      'an apostrophe',
      "echo it's done\nkubectl apply -f .",
      ['info kubectl apply'],
    ],
    [
      'a document with an apostrophe',
      "cat <<EOF > a\nit's\nEOF\nkubectl apply -f a",
      ['info kubectl apply'],
    ],
    ['a trial run', 'kubectl apply --dry-run=server -f .', []],
    ['a comparison', 'helm diff upgrade web .', []],
    ['an end of a line', 'make x # kubectl apply -f .', []],
    ['a look', 'kubectl get pods; kubectl config set-context x', []],
    ['a comment', '# kubectl apply -f .', []],
    ['text', 'echo "run kubectl apply"', []],
    ['a test cluster', 'kind create cluster && kubectl apply -f .', []],
  ])('finds cluster writes in %s', (_, run, expected) => {
    const { findings = [] } = read({
      [at]: job(`- run: ${JSON.stringify(run)}`, ''),
    });
    expect(
      findings.map(
        ({ severity, message }) =>
          `${severity} ${/\((.*)\)/.exec(message)?.[1]}`,
      ),
    ).toEqual(expected);
  });

  it.each<[string, string, string[]]>([
    [
      'manifests',
      step('Azure/k8s-deploy@v5', 'manifests: k8s/'),
      ['5 kubectl apply'],
    ],
    ['no more', step('azure/k8s-deploy@v5', 'action: reject'), []],
    [
      'arguments',
      step('actions-hub/kubectl@master', 'args: apply -f k8s'),
      ['5 kubectl apply'],
    ],
    ['a question', step('actions-hub/kubectl@master', 'args: get pods'), []],
    [
      'a command',
      step('koslib/helm-eks-action@v1', 'command: helm upgrade web .'),
      ['5 helm upgrade'],
    ],
    [
      'a test cluster',
      `- uses: helm/kind-action@v1\n${step('azure/k8s-deploy@v5', 'manifests: k8s/')}`,
      [],
    ],
  ])(
    'finds cluster writes of actions that are given %s',
    (_, steps, expected) => {
      const { findings = [] } = read({ [at]: job(steps, '') });
      expect(
        findings.map(
          ({ location, message }) =>
            `${location.line} ${/\((.*)\)/.exec(message)?.[1]}`,
        ),
      ).toEqual(expected);
    },
  );

  it.each<[string, string, string[]]>([
    ['KubernetesManifest@1', 'manifests: k8s', ['2 kubectl apply']],
    ['KubernetesManifest@1', 'action: bake', []],
    ['Kubernetes@1', 'command: apply', ['2 kubectl apply']],
    ['Kubernetes@1', 'command: get', []],
    ['HelmDeploy@0', 'command: upgrade', ['2 helm upgrade']],
    ['HelmDeploy@0', 'command: package', []],
  ])('finds cluster writes of the task %s with %s', (task, input, expected) => {
    const { findings = [] } = read({
      'azure-pipelines.yml': `steps:\n  - task: ${task}\n    inputs:\n      ${input}\n`,
    });
    expect(
      findings.map(
        ({ location, message }) =>
          `${location.line} ${/\((.*)\)/.exec(message)?.[1]}`,
      ),
    ).toEqual(expected);
  });

  it.each(["'x\n", '${', '"$(', 'kubeval;'])(
    'is done soon with a script of many %j',
    text => {
      const from = process.cpuUsage().user;
      const run = JSON.stringify(text.repeat(300_000 / text.length));
      read({ [at]: job(`- run: ${run}`, '') });
      expect(process.cpuUsage().user - from).toBeLessThan(5_000_000);
    },
  );

  it.each<[string, string, string[]]>([
    ['a check', '- run: conftest test deploy', ['conftest test enforce']],
    [
      'one that may fail',
      '- run: kyverno apply p -r r || true',
      ['kyverno apply warn'],
    ],
    [
      'a step that may fail',
      '- run: kubeconform -strict .\n  continue-on-error: true',
      ['kubeconform warn'],
    ],
    ['none', '- run: helm template . > conftest.yaml', []],
    ['a version', '- run: kubeconform -v', []],
    [
      'xargs',
      '- run: find . | xargs -I {} kubeconform -strict {}',
      ['kubeconform enforce'],
    ],
    [
      'an image',
      '- run: docker run --rm -v .:/a ghcr.io/yannh/kubeconform:v1 /a',
      ['kubeconform enforce'],
    ],
    [
      'an image as an action',
      '- uses: docker://openpolicyagent/conftest:v1\n  with: {args: test deploy}',
      ['conftest test enforce'],
    ],
    [
      'an action',
      '- uses: bridgecrewio/checkov-action@v12\n  with: {soft_fail: true}',
      ['checkov warn'],
    ],
    [
      'an action that does much else',
      '- uses: aquasecurity/trivy-action@0.1\n  with: {scan-type: image}\n- uses: aquasecurity/trivy-action@0.1\n  with: {scan-type: config, exit-code: 1}',
      ['trivy config enforce'],
    ],
    [
      'one of files that looks at their configuration, too',
      '- uses: aquasecurity/trivy-action@0.1\n  with: {scan-type: fs, scanners: "vuln,misconfig"}\n- uses: aquasecurity/trivy-action@0.1\n  with: {scan-type: fs, scanners: "vuln,secret"}',
      ['trivy config warn'],
    ],
    [
      'a tool that ends well whatever it finds',
      '- run: trivy config .',
      ['trivy config warn'],
    ],
  ])('finds %s among checks of manifests', (_, steps, expected) => {
    const { policies = [] } = read({ [at]: job(steps, '') });
    expect(policies.map(({ name, action }) => `${name} ${action}`)).toEqual(
      expected,
    );
  });
});

describe('workflowsReader on others', () => {
  it('reads GitLab pipelines', () => {
    const text = `variables:
  KUBE_TOKEN_COPY: $KUBE_TOKEN
deploy:
  id_tokens:
    AWS_TOKEN: {aud: https://gitlab.acme.example}
  script:
    - aws sts assume-role-with-web-identity --web-identity-token $AWS_TOKEN
    - echo $AWS_SECRET_ACCESS_KEY
    - kubectl apply -f .
check:
  allow_failure: true
  script: gator test -f .
`;
    expect(logins({ '.gitlab-ci.yml': text })).toEqual([
      'kubernetes static .gitlab-ci.yml:2',
      'aws oidc .gitlab-ci.yml:5',
      'aws static .gitlab-ci.yml:8',
    ]);
    expect(read({ '.gitlab-ci.yml': text })).toMatchObject({
      findings: [
        {
          rule: 'deploys-outside-gitops',
          severity: 'warning',
          location: { line: 9 },
        },
      ],
      policies: [
        { name: 'gator test', action: 'warn', location: { line: 12 } },
      ],
    });
  });

  it('reads lists within lists, and what is referred to, once', () => {
    expect(
      logins({
        '.gitlab-ci.yml': `.login: &login
  - echo $AWS_ACCESS_KEY_ID
.more: {script: [[.more, script], echo $VAULT_TOKEN]}
deploy:
  before_script:
    - *login
    - !reference [.more, script]
`,
      }),
    ).toEqual([
      'vault static .gitlab-ci.yml:3',
      'aws static .gitlab-ci.yml:2',
      'vault static .gitlab-ci.yml:3',
    ]);
  });

  it('tells whom a token convinces by the words of the job', () => {
    const token = (script: string) =>
      `a:\n  id_tokens: {T: {aud: x}}\n  script: [${script}]\n`;
    expect(
      logins({
        '.gitlab-ci.yml': token('curl https://sts.googleapis.com/v1/token'),
        'a.gitlab-ci.yml': token('curl https://sts.eu-west-1.amazonaws.com'),
        'b.gitlab-ci.yml': token('az keyvault list --federated-token $T'),
      }),
    ).toEqual([
      'gcp oidc .gitlab-ci.yml:2',
      'aws oidc a.gitlab-ci.yml:2',
      'azure oidc b.gitlab-ci.yml:2',
    ]);
  });

  it('leaves out variables that the script makes, and paths beside them', () => {
    expect(
      logins({
        '.gitlab-ci.yml':
          'a:\n  variables: {KUBECONFIG: $HOME/config}\n  script:\n  - export VAULT_TOKEN=$(vault write x)\n  - curl -H $VAULT_TOKEN x\n',
      }),
    ).toEqual([]);
  });

  it('follows what a pipeline of GitLab includes, and what its jobs extend', () => {
    const files = {
      '.gitlab-ci.yml':
        'include:\n- local: /ci/aws.yml\n- local: ci/jobs/*.yml\n- remote: https://acme.example/x.yml\ndeploy:\n  extends: .aws\n  script: [make]\n',
      'ci/aws.yml':
        '.base: {extends: .aws}\n.aws:\n  extends: .base\n  id_tokens: {AWS_TOKEN: {aud: x}}\n',
      'ci/jobs/a.yml': 'a:\n  script:\n  - echo $KUBE_TOKEN\n',
      'ci/other/a.yml': 'a: {script: [echo $KUBE_TOKEN]}\n',
    };
    expect(logins(files).sort()).toEqual([
      'aws oidc .gitlab-ci.yml:6',
      'aws oidc ci/aws.yml:1',
      'aws oidc ci/aws.yml:4',
      'kubernetes static ci/jobs/a.yml:3',
    ]);
  });

  it.each<[system: string, path: string, text: string, expected: string[]]>([
    [
      'CircleCI',
      '.circleci/config.yml',
      `jobs:
  a:
    docker: [{image: x, auth: {username: $U, password: $DOCKERHUB_PASSWORD}}]
    steps:
      - checkout
      - aws-cli/setup: {role_arn: 'arn:x'}
      - gcp-cli/setup
      - run: echo $VAULT_TOKEN
      - run:
          name: sts
          command: |
            aws sts assume-role-with-web-identity --web-identity-token $CIRCLE_OIDC_TOKEN_V2
            kubectl apply -f .
      - when: {condition: true, steps: [{run: echo $KUBE_TOKEN}]}
      - aws-ecr/build_and_push_image:
          auth:
            - aws-cli/setup
`,
      [
        'registry static 3',
        'aws oidc 6',
        'gcp static 7',
        'vault static 8',
        'aws oidc 12',
        'kubernetes static 14',
        'aws static 17',
        'writes 13',
      ],
    ],
    [
      'Azure',
      'deploy/azure-pipelines.prod.yml',
      `stages:
  - stage: a
    jobs:
      - deployment: b
        strategy:
          runOnce:
            deploy:
              steps:
                - bash: kubectl apply -f .
                  env:
                    AWS_SECRET_ACCESS_KEY: $(AWS_SECRET_ACCESS_KEY)
                - task: AzureCLI@2
                  inputs:
                    azureSubscription: prod
                    inlineScript: |
                      az login --federated-token $idToken
                - task: Docker@2
                  inputs: {containerRegistry: acme}
`,
      ['aws static 11', 'azure oidc 16', 'writes 9'],
    ],
    [
      'Azure, in a folder of its own',
      '.devops/deploy.yml',
      `jobs:
  - job: a
    steps:
      - bash: argocd login acme.example --password "$ARGOCD_PASSWORD"
        env:
          ARGOCD_PASSWORD: \${{ parameters.password }}
`,
      ['argocd static 4'],
    ],
    [
      'Bitbucket',
      'bitbucket-pipelines.yml',
      `definitions:
  steps:
    - step: &a
        name: a
        oidc: true
        script: [aws s3 ls --profile $AWS_PROFILE]
pipelines:
  branches:
    main:
      - parallel:
          steps:
            - step:
                script:
                  - pipe: atlassian/aws-eks-kubectl-run:2
                    variables:
                      AWS_OIDC_ROLE_ARN: arn:x
            - step:
                script:
                  - pipe: atlassian/aws-ecr-push-image:2
                    variables:
                      AWS_ACCESS_KEY_ID: $AWS_ACCESS_KEY_ID
                      AWS_SECRET_ACCESS_KEY: $AWS_SECRET_ACCESS_KEY
`,
      ['aws oidc 5', 'aws oidc 16', 'aws static 21', 'aws static 22'],
    ],
  ])('reads pipelines of %s', (_, path, text, expected) => {
    const { credentials = [], findings = [] } = read({ [path]: text });
    expect([
      ...credentials.map(
        ({ provider, method, location }) =>
          `${provider} ${method} ${location.line}`,
      ),
      ...findings.map(({ location }) => `writes ${location.line}`),
    ]).toEqual(expected);
  });

  it('reads bindings of Jenkins that say what they are', () => {
    expect(
      logins({
        Jenkinsfile: `// withKubeConfig([credentialsId: 'old'])
withKubeConfig([credentialsId: 'prod']) {
  string(credentialsId: 'x', variable: 'Y')
}
environment {
  AWS_ACCESS_KEY_ID = credentials('x')
}
withCredentials([azureServicePrincipal('sp'), [$class: 'AmazonWebServicesCredentialsBinding',
  credentialsId: 'aws-prod'],
  file(credentialsId: 'k', variable: 'KUBECONFIG'),
  string(variable: 'VAULT_TOKEN', credentialsId: 'v'),
  usernamePassword(credentialsId: 'q', usernameVariable: 'U', passwordVariable: 'QUAY_PASSWORD')]) {}
docker.withRegistry('https://acme.example', 'ecr:eu-west-1:aws') {}
/* withAWS(credentials: 'old') {}
 */
git credentialsId: 'github', url: 'https://acme.example/**/x'
`,
      }),
    ).toEqual([
      'kubernetes static Jenkinsfile:2',
      'aws static Jenkinsfile:6',
      'azure static Jenkinsfile:8',
      'aws static Jenkinsfile:9',
      'kubernetes static Jenkinsfile:10',
      'vault static Jenkinsfile:11',
      'registry static Jenkinsfile:12',
      'aws static Jenkinsfile:13',
    ]);
  });

  it.each(['Jenkinsfile_k8s', 'ci/Jenkinsfile-release', 'Jenkinsfile.groovy'])(
    'reads %s as a Jenkinsfile',
    path => {
      expect(
        logins({ [path]: "withKubeConfig([credentialsId: 'prod']) {}\n" }),
      ).toEqual([`kubernetes static ${path}:1`]);
    },
  );

  it.each([
    "KUBE_CREDENTIALS = 'kube-token:hunter2'",
    "KUBE_CREDENTIALS = 'hunter2'",
    "KUBE_CREDENTIALS('kube-hunter2')",
    "X_CREDENTIALS = 'acmebot:hunter2/kubeconfig'",
    "credentials = 'kube-hunter2'",
    "kubeCredentialsId = 'acmebot:hunter2'",
    "docker.withRegistry('https://acme.example', 'acmebot:hunter2') {}",
    "docker.withRegistry('https://acme.example', 'hunter2@acme') {}",
  ])('takes no password in a Jenkinsfile for a name: %s', Jenkinsfile => {
    expect(read({ Jenkinsfile }).credentials ?? []).toEqual([]);
  });

  it.each([
    `sh(${'aa: 1, '.repeat(27)})`,
    `sh(${`a:${' '.repeat(90)}1, `.repeat(5)})`,
    `sh${' '.repeat(100_000)}`,
    'sh('.repeat(30_000),
    `credentials${' '.repeat(100_000)}`,
    `credentials('${'a'.repeat(100_000)}`,
  ])('is done soon with a Jenkinsfile of %.20s', Jenkinsfile => {
    const from = process.cpuUsage().user;
    expect(read({ Jenkinsfile }).findings ?? []).toEqual([]);
    expect(process.cpuUsage().user - from).toBeLessThan(5_000_000);
  });

  describe('checks that a job runs by way of files of the repository', () => {
    const makefile = `KINDS := all
.PHONY: lint
lint: lint-yaml lint-charts \\
  lint-more ## everything
	@echo done
lint-yaml:
	-yamllint .; kubeconform -strict $$f

# of all charts
lint-charts: build | tools
	@for chart in charts/*; do \\
		helm lint "$$chart"; \\
	done
lint-more lint-other:
	conftest test \\
		--namespace a \\
		-p policies .
	$(MAKE) policies
policies:
	kyverno test .
VAR ?= kube-score score a
`;
    const taskfile = `tasks:
  default: [{task: policies}]
  policies:
    deps: [charts]
    cmds:
      - kyverno test .
      - {cmd: 'kubeconform .', ignore_error: true}
  charts: helm lint charts/a
  all:
    cmds:
      - |
        set -e
        conftest test .
`;
    const justfile = `alias l := lint
export PATH := "a"

@lint path='.': charts
    -kube-linter lint {{path}}
charts:
    helm lint charts/*
policies:
    kyverno test .
`;
    const hooks = `repos:
  - repo: https://github.com/gruntwork-io/pre-commit
    hooks:
      - id: helmlint
      - id: helm-docs
  - repo: https://github.com/bridgecrewio/checkov
    hooks:
      - {id: checkov, args: [--soft-fail]}
      - {id: checkov_secrets}
  - repo: local
    hooks:
      - id: schemas
        language: docker_image
        entry: ghcr.io/yannh/kubeconform:v0.6 -strict
      - id: slow
        entry: bash -c 'kyverno test .'
        stages: [manual]
      - {id: pushed, entry: datree test ., stages: [push]}
`;
    const files = {
      Makefile: makefile,
      'deploy/Taskfile.yaml': taskfile,
      justfile,
      '.pre-commit-config.yaml': hooks,
    };
    const workflow = (steps: string) =>
      `on: push\njobs:\n  a:\n    steps:\n${steps}`;
    const locally = [
      'helm lint warn .pre-commit-config.yaml:4',
      'checkov warn .pre-commit-config.yaml:8',
      'kubeconform warn .pre-commit-config.yaml:12',
      'datree test warn .pre-commit-config.yaml:18',
    ];

    it.each<[what: string, steps: string, checks: string[]]>([
      [
        'of a target and all that it needs',
        '      - run: |\n          git status\n          make -j 4 lint KIND=x\n',
        [
          'kubeconform warn 7, a failure is passed over, as Makefile:7 says',
          'helm lint enforce 7, as Makefile:11 says',
          'conftest test enforce 7, as Makefile:15 says',
        ],
      ],
      [
        'of another target, whatever it ends with',
        '      - run: sudo make policies || true\n',
        ['kyverno test warn 5, a failure is passed over, as Makefile:20 says'],
      ],
      [
        'of the first target, where none is named',
        '      - run: make -s\n',
        [
          'kubeconform warn 5, a failure is passed over, as Makefile:7 says',
          'helm lint enforce 5, as Makefile:11 says',
          'conftest test enforce 5, as Makefile:15 says',
        ],
      ],
      [
        'of none that only the run knows, or that is not there',
        '      - run: make "$TARGET"; make lint-$(cat a); make nothing; make -C "$DIR" lint; make VAR\n',
        [],
      ],
      [
        'of files where the commands run',
        '      - run: make lint\n        working-directory: tools\n      - run: cd "$DIR" && make lint\n      - run: task policies\n        working-directory: ./deploy\n      - run: cd deploy && task\n      - run: task -d deploy all\n      - run: make lint\n        working-directory: deploy/sub\n',
        [
          'kyverno test enforce 8, as deploy/Taskfile.yaml:6 says',
          'kubeconform warn 8, a failure is passed over, as deploy/Taskfile.yaml:7 says',
          'helm lint enforce 8, as deploy/Taskfile.yaml:8 says',
          'conftest test enforce 11, as deploy/Taskfile.yaml:13 says',
        ],
      ],
      [
        'of files where brackets and popd lead back to',
        '      - run: |\n          (cd deploy && ls "$(cd x && pwd)"); make policies\n      - run: pushd deploy/a; make x; popd; pushd "$A"; popd; make lint-more\n      - run: (cd deploy; cd ..); (cd deploy; task all)\n',
        [
          'kyverno test enforce 6, as Makefile:20 says',
          'conftest test enforce 7, as Makefile:15 says',
          'conftest test enforce 8, as deploy/Taskfile.yaml:13 says',
        ],
      ],
      [
        'of none that is not run, and of one whose failures count for nothing',
        '      - run: make -n lint; make -Cdeploy lint; make -I lint a; task -d deploy --dry all; make -ki policies; make -Oline lint-more\n',
        [
          'kyverno test warn 5, a failure is passed over, as Makefile:20 says',
          'conftest test enforce 5, as Makefile:15 says',
        ],
      ],
      [
        'of just',
        '      - run: just lint policies\n        continue-on-error: true\n',
        [
          'kube-linter lint warn 5, a failure is passed over, as justfile:5 says',
          'helm lint warn 5, a failure is passed over, as justfile:7 says',
        ],
      ],
      [
        'of hooks, all of them or one',
        '      - uses: pre-commit/action@v3\n      - run: pre-commit run slow --hook-stage manual\n      - run: pre-commit install\n      - run: pre-commit run slow\n',
        [
          'helm lint enforce 5, as .pre-commit-config.yaml:4 says',
          'checkov warn 5, a failure is passed over, as .pre-commit-config.yaml:8 says',
          'kubeconform enforce 5, as .pre-commit-config.yaml:12 says',
          'kyverno test enforce 6, as .pre-commit-config.yaml:15 says',
        ],
      ],
      [
        'of hooks that are not skipped, whatever else is said of the run',
        '      - run: SKIP=checkov,schemas pre-commit run --from-ref origin/main --to-ref HEAD\n      - run: pre-commit run -c deploy/hooks.yaml --files a b\n      - run: export SKIP=helmlint; pre-commit run helmlint\n      - run: pre-commit run --hook-stage=push\n        env: {SKIP: "checkov, schemas,helmlint"}\n      - run: SKIP=$A pre-commit run -a\n',
        [
          'helm lint enforce 5, as .pre-commit-config.yaml:4 says',
          'datree test enforce 8, as .pre-commit-config.yaml:18 says',
        ],
      ],
    ])('%s', (_, steps, expected) => {
      const { policies = [] } = read({ ...files, [at]: workflow(steps) });
      const ofCi = policies.filter(({ location }) => location.path === at);
      expect(
        ofCi.map(({ name, action, location, note }) =>
          [`${name} ${action} ${location.line}`, note]
            .filter(part => part !== undefined)
            .join(', '),
        ),
      ).toEqual(expected);
      expect(
        policies
          .filter(policy => !ofCi.includes(policy))
          .map(
            ({ name, action, location }) =>
              `${name} ${action} ${location.path}:${location.line}`,
          ),
      ).toEqual(locally);
    });

    it('in pipelines of GitLab', () => {
      const { policies } = read({
        Makefile: makefile,
        '.pre-commit-config.yaml': hooks,
        '.gitlab-ci.yml':
          'a:\n  script:\n    - make lint-other\n    - cd deploy\n    - make policies\n    - cd "$A"\n    - cd "$CI_PROJECT_DIR/x/.." && cd deploy && cd -\n    - make policies\n  after_script:\n    - make lint-charts\n    - pre-commit run -a\n  variables: {SKIP: "helmlint,checkov"}\n',
      });
      expect(
        policies
          ?.filter(({ kind }) => kind === 'GitLab pipeline')
          .map(({ name, location }) => `${name} ${location.line}`),
      ).toEqual([
        'conftest test 3',
        'kyverno test 8',
        'helm lint 10',
        'kubeconform 11',
      ]);
    });

    it.each([
      ['.DEFAULT_GOAL := b\na:\n\thelm lint .\nb:\n\tkyverno test .\n', 5],
      [
        'IMAGE = ghcr.io/acme/web:1\nA ?= localhost:5000\nb:\n\tkyverno test .\n',
        4,
      ],
      ['b: a \\\n\tc\n\nc:\n\tkyverno test .\n', 5],
    ])('of what make runs where nobody names it: %j', (text, line) => {
      const { policies } = read({
        Makefile: text,
        [at]: workflow('      - run: make\n'),
      });
      expect(policies).toMatchObject([
        { name: 'kyverno test', note: `as Makefile:${line} says` },
      ]);
    });

    it('once each, however often a job calls for them', () => {
      const script = 'conftest test .; helm lint .\n';
      const targets = Array.from({ length: 300 }, (_, each) => `t${each}`);
      const { policies = [] } = read({
        Makefile: `all: a\na:\n\t${script}${targets
          .map(target => `${target}: a\n\tkyverno test .\n`)
          .join('')}`,
        [at]: workflow(
          `      - run: |\n${'          make all\n'.repeat(150)}${targets
            .map(target => `          make ${target}\n`)
            .join('')}`,
        ),
      });
      expect(policies).toHaveLength(2 + 50);
    });

    it('are none of long flags that are none', () => {
      const flags = ['i', 'n'].map(flag => `-${flag.repeat(90_000)}X`);
      const { policies } = read({
        Makefile: 'lint:\n\tconftest test .\n',
        [at]: workflow(`      - run: make ${flags.join(' ')} lint\n`),
      });
      expect(policies).toHaveLength(1);
    });

    it.each([
      ['Makefile', ': : :\n\t\n=:\na: a\nb: c\nc: b\n\tmake a\n'],
      ['Makefile', `a: ${'b \\\n'.repeat(20_000)}`],
      ['Makefile', `${'a b '.repeat(400)}: ${'c '.repeat(100)}\n`.repeat(500)],
      ['Makefile', `${' '.repeat(100_000)}:`],
      ['justfile', `a${' '.repeat(100_000)}:\n  x\n`],
      [
        'Taskfile.yml',
        'tasks: {a: 7, b: [7, {cmd: {}}], c: {deps: 3, cmds: {a: b}}}',
      ],
      ['Taskfile.yml', 'tasks: 3'],
      ['.pre-commit-config.yaml', 'repos: [1, {hooks: [2, {id: {}}]}]'],
    ])('are none in %s: %.30s', (path, text) => {
      const steps =
        '      - run: make a; make b; just a; task a; task b; task c; pre-commit run\n';
      expect(read({ [path]: text, [at]: workflow(steps) }).policies).toEqual(
        [],
      );
    });
  });

  it('reads commands of Jenkins', () => {
    const { findings, policies } = read({
      Jenkinsfile: `sh 'conftest test .'\nsh(returnStdout: true, script: """\n  set -e\n  kubectl apply -f .\n""")\n`,
    });
    expect(findings).toMatchObject([
      { rule: 'deploys-outside-gitops', location: { line: 4 } },
    ]);
    expect(findings?.[0].message).toMatch(/^The pipeline writes/);
    expect(policies).toMatchObject([
      {
        name: 'conftest test',
        kind: 'Jenkins pipeline',
        location: { line: 1 },
      },
    ]);
  });

  it.each([
    [at, 'jobs: 3'],
    [at, '- a'],
    [at, 'jobs: {a: {steps: [1, null, {uses: {}}]}}'],
    ['action.yml', 'runs: {using: composite, steps: 1}'],
    ['action.yml', 'runs: {using: composite, steps: [{uses: ./}]}'],
    ['.gitlab-ci.yml', 'a: {script: {b: 1}, id_tokens: 3}'],
    [
      '.gitlab-ci.yml',
      'include: [{local: 1}, /.gitlab-ci.yml]\na: {extends: [b, a]}\nb: {extends: a}',
    ],
    [
      '.circleci/config.yml',
      'jobs: {a: {steps: [1, {run: 2}, {when: {steps: 3}}]}}',
    ],
    ['azure-pipelines.yml', 'steps: [1, {bash: {a: 1}}]\njobs: 3'],
    ['bitbucket-pipelines.yml', 'pipelines: {default: [{step: 3}, 4]}'],
  ])('makes nothing of %s: %s', (path, text) => {
    expect(logins({ [path]: text })).toEqual([]);
  });
});
