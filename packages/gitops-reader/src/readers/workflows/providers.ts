/** Variables and names of CI secrets that stand for a long-lived credential, and whom it convinces. */
const staticNames: [provider: string, name: RegExp][] = [
  ['aws', /AWS_(SECRET_)?ACCESS_?KEY|AWS_SECRET(_KEY)?$|AWS_CREDENTIALS/],
  [
    'gcp',
    /GOOGLE_(APPLICATION_)?CREDENTIALS|GOOGLE_(SERVICE_ACCOUNT|SA|AUTH)(_JSON)?_KEY|GC(P|LOUD|R|R_JSON|E|LOUD_SERVICE)_(SA_|SERVICE_ACCOUNT_|AUTH_|JSON_)?(KEY|CREDENTIALS?|AUTH)(_|$)|GCP_(SERVICE_ACCOUNT|SA)_(KEY|JSON|CREDENTIALS)|GKE_(SA_)?KEY|GCP_SA$/,
  ],
  [
    'azure',
    /AZURE_(CREDENTIALS|CREDS|CLIENT_SECRET)|ARM_(CLIENT_SECRET|ACCESS_KEY|SAS_TOKEN)|AZURE_(SP|SERVICE_PRINCIPAL)_(SECRET|PASSWORD|CREDENTIALS)/,
  ],
  [
    'kubernetes',
    /KUBE_?CONFIG|(KUBE|KUBERNETES|K8S|OPENSHIFT|OC)_(API_|SA_|AUTH_|LOGIN_)?TOKEN|(KUBE|K8S)_(CLIENT_)?(CERT|KEY)/,
  ],
  ['vault', /VAULT_(TOKEN|SECRET_ID|APPROLE_SECRET)/],
  ['argocd', /ARGO_?CD_(AUTH_TOKEN|TOKEN|PASSWORD)/],
  [
    'digitalocean',
    /DIGITALOCEAN_(ACCESS_|API_)?TOKEN|^DO_(API_|ACCESS_)?TOKEN/,
  ],
  ['hetzner', /HCLOUD_(API_)?TOKEN/],
  ['cloudflare', /CLOUDFLARE_(API_)?(TOKEN|KEY)|^CF_API_(TOKEN|KEY)/],
  ['exoscale', /EXOSCALE_(API_)?(SECRET|KEY)/],
  ['scaleway', /SCW_(SECRET_KEY|TOKEN)/],
  ['linode', /LINODE_(API_)?TOKEN/],
  ['openstack', /^OS_(PASSWORD|APPLICATION_CREDENTIAL_SECRET)/],
  [
    'terraform-cloud',
    /^(TF|TFE|TFC)_([A-Z]+_)*TOKEN|TERRAFORM_(CLOUD_)?(API_)?TOKEN/,
  ],
  ['pulumi', /PULUMI_ACCESS_TOKEN/],
  ['onepassword', /OP_(SERVICE_ACCOUNT|CONNECT)_TOKEN/],
  ['tailscale', /^(TS|TAILSCALE)_(AUTH_?KEY|API_?KEY|OAUTH_(CLIENT_)?SECRET)/],
  ['sops', /SOPS_AGE_KEY|^AGE_(SECRET_|PRIVATE_)?KEY$/],
  [
    'registry',
    /(DOCKER(_?HUB)?|REGISTRY|QUAY|ACR|HARBOR|ARTIFACTORY|GHCR|JFROG)(_[A-Z]+)*_(PASSWORD|PASS|TOKEN|PAT|SECRET)/,
  ],
];

/** Paths, addresses and roles are named like a credential, and are none. */
const harmless =
  /_(PATH|FILE|REGION|ROLE|ROLE_ARN|ROLE_TO_ASSUME|ARN|URL|ADDR|HOST|NAME|USERNAME|USER|ENDPOINT|CONTEXT|NAMESPACE|PROVIDER|PROJECT_ID)$/;

/** Whom a variable of this name convinces, where the name says so. */
export function providerOfName(name: string): string | undefined {
  const upper = name.toUpperCase().replace(/-/g, '_');
  return harmless.test(upper)
    ? undefined
    : staticNames.find(([, pattern]) => pattern.test(upper))?.[0];
}

/** Whom a stored secret of this name convinces. What is stored as a file is what the file holds. */
export function providerOfSecret(name: string): string | undefined {
  return providerOfName(name.replace(/[_-]FILE$/i, ''));
}

/** Whom the first of some stored secrets convinces of which the name tells it. */
export function providerOfSecrets(names: readonly string[]) {
  return names.map(providerOfSecret).find(provider => provider !== undefined);
}

/** Whether an input is by its name all that it takes to log in. */
export function isCredential(name: string): boolean {
  return /^(creds?|credentials?)([-_]json)?$/i.test(name);
}

/** The cloud that a name begins with: `AZURE_AKS`. */
export function cloudOfName(name: string): string | undefined {
  const [, cloud] = /^(AWS|AZURE|GCP)(_|$)/i.exec(name) ?? [];
  return cloud?.toLowerCase();
}

const inScripts: [provider: string, words: RegExp][] = [
  ['vault', /\bvault\b|(?<!key)vault_/i],
  ['aws', /assume-role-with-web-identity|AWS_|amazonaws/],
  ['gcp', /workload-?identity|googleapis|gcloud|GCP_/i],
  [
    'azure',
    /federated-token|\baz login\b|AzureADTokenExchange|\b(ARM|AZURE)_|sts\.windows\.net/,
  ],
  ['sigstore', /sigstore|cosign/i],
  ['tailscale', /tailscale/i],
];

/** Whom a script shows the identity of its run, as far as its words tell. */
export function providerOfScript(script: string): string {
  return inScripts.find(([, words]) => words.test(script))?.[0] ?? 'unknown';
}

/** The run's own token lives as long as the run. */
const ownTokens = new Set(['GITHUB_TOKEN', 'FORGEJO_TOKEN', 'GITEA_TOKEN']);

/** Whether an expression is the run's own token, and not that for want of a stored secret alone. */
export function isOwnToken(text: string): boolean {
  return (
    /\b(secrets\.(GITHUB|GITEA|FORGEJO)_TOKEN|(github|gitea|forgejo)\.token)\b/i.test(
      text,
    ) && secretsIn(text).length === 0
  );
}

/** Names of inputs that an expression in an action reads. */
export function inputsIn(text: string): string[] {
  return [...text.matchAll(/\$\{\{\s*inputs\.([\w-]{1,100})/g)].map(
    ([, name]) => name,
  );
}

/** Names of stored secrets that an expression of GitHub reads, without the token of the run itself. */
export function secretsIn(text: string): string[] {
  const names = new Set<string>();
  for (const [, expression] of text.matchAll(/\$\{\{([^}]{1,500})\}\}/g)) {
    for (const [, dotted, quoted] of expression.matchAll(
      /\bsecrets(?:\.([\w-]+)|\[\s*['"]([^'"]+)['"]\s*\])/g,
    )) {
      const name = dotted ?? quoted;
      if (!ownTokens.has(name.toUpperCase())) {
        names.add(name);
      }
    }
  }
  return [...names];
}

/** `$NAME`, `${NAME}`, `$(NAME)`, `$env:NAME`: variables that a text reads. */
export function variablesIn(text: string): string[] {
  return (
    [
      ...text.matchAll(
        /\$(?:env:|\{)?([A-Z][A-Z0-9_]{2,80})\b|\$\(([A-Z][A-Z0-9_]{2,80})\)/g,
      ),
    ]
      .map(([, plain, bracketed]) => plain ?? bracketed)
      // A path that kubectl knows.
      .filter(name => name !== 'KUBECONFIG')
  );
}

/** Variables that the shell, or the run, brings along. */
const ownVariables =
  /^(HOME|PWD|USER|PATH|TMPDIR|HOSTNAME|(CI|CIRCLE|SYSTEM|BITBUCKET|BUILD|AGENT|GITHUB|GITLAB|RUNNER)_\w+)$/;

/** The variable that a text is, and nothing else, unless the run brings it along. */
export function storedVariable(text: string): string | undefined {
  const name = /^\s*\$(?:([A-Z][A-Z0-9_]{1,80})|\{([A-Z][A-Z0-9_]{1,80})\})\s*$/
    .exec(text)
    ?.slice(1)
    .find(part => part !== undefined);
  return name === undefined || ownVariables.test(name) ? undefined : name;
}

/** Whether a text is one variable and nothing else, so that it has the variable's value. */
export function isVariable(text: string): boolean {
  return /^\s*\$(?:env:\w+|\w+|\{\w+\}|\(\w+\))\s*$/.test(text);
}

/** Variables that a script sets, and not to what they were. */
export function variablesMadeIn(script: string): ReadonlySet<string> {
  return new Set(
    [
      ...script.matchAll(
        /(?:^|[\s;&(])([A-Z][A-Z0-9_]{2,80})=(?!["']?\$\{?\1\b)/g,
      ),
    ].map(([, name]) => name),
  );
}
