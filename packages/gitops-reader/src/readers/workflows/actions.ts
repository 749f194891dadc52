import { JsonObject } from '../../facts';
import { textAt } from '../../lib/json';
import { CiStep } from './ci';
import {
  isOwnToken,
  providerOfScript,
  providerOfSecrets,
  secretsIn,
} from './providers';

/** What an action's inputs say about how it logs in. */
export interface ActionLogin {
  provider: string;
  method: 'oidc' | 'static';
  /** The input that decides. */
  input: string;
  /** The token of the identity is one that an earlier step, or the runner, has. */
  isGiven?: boolean;
}

type Judge = (inputs: JsonObject) => ActionLogin | undefined;

const given = (inputs: JsonObject, ...names: string[]) =>
  names.find(name => textAt(inputs, name)?.trim());

/** Values that another step made live as long as the run; so do variables that nothing but a step can have set. */
const isOutput = (inputs: JsonObject, name: string) =>
  /\$\{\{\s*(steps|needs|env)\./.test(textAt(inputs, name) ?? '');

function stored(provider: string, ...names: string[]): Judge {
  return inputs => {
    const input = given(inputs, ...names);
    return input && !isOutput(inputs, input)
      ? { provider, method: 'static', input }
      : undefined;
  };
}

const clouds = new Set(['aws', 'gcp', 'azure']);

/** A cloud whose keys open a registry, as far as the names of the secrets, the user or the address tell. */
function cloudOfRegistry(inputs: JsonObject): string | undefined {
  const user = textAt(inputs, 'username') ?? '';
  const address =
    textAt(inputs, 'registry') ?? textAt(inputs, 'login-server') ?? '';
  if (/^_json_key/.test(user)) {
    return 'gcp';
  }
  // The user is the ID of an access key.
  if (/\.ecr\.[\w-]+\.amazonaws\.com|^public\.ecr\.aws/.test(address)) {
    return 'aws';
  }
  const named = providerOfSecrets([
    ...secretsIn(textAt(inputs, 'password') ?? ''),
    ...secretsIn(user),
  ]);
  return named !== undefined && clouds.has(named) ? named : undefined;
}

/** A password that is the run's own token lives as long as the run. */
const registry: Judge = inputs =>
  isOwnToken(textAt(inputs, 'password') ?? '')
    ? undefined
    : stored(cloudOfRegistry(inputs) ?? 'registry', 'password')(inputs);

const actions = new Map<string, Judge>([
  [
    'aws-actions/configure-aws-credentials',
    inputs => {
      if (given(inputs, 'aws-access-key-id')) {
        return stored('aws', 'aws-access-key-id')(inputs);
      }
      if (
        textAt(inputs, 'role-chaining') === 'true' ||
        textAt(inputs, 'force-skip-oidc') === 'true'
      ) {
        return undefined;
      }
      const token = given(inputs, 'web-identity-token-file');
      const input = token ?? given(inputs, 'role-to-assume');
      return input
        ? {
            provider: 'aws',
            method: 'oidc',
            input,
            isGiven: token !== undefined,
          }
        : undefined;
    },
  ],
  [
    'google-github-actions/auth',
    inputs =>
      given(inputs, 'workload_identity_provider')
        ? {
            provider: 'gcp',
            method: 'oidc',
            input: 'workload_identity_provider',
          }
        : stored('gcp', 'credentials_json')(inputs),
  ],
  ['google-github-actions/setup-gcloud', stored('gcp', 'service_account_key')],
  [
    'google-github-actions/get-gke-credentials',
    stored('gcp', 'credentials', 'credentials_json'),
  ],
  [
    'azure/login',
    inputs => {
      if (textAt(inputs, 'auth-type')?.toUpperCase() === 'IDENTITY') {
        return undefined;
      }
      const input = given(inputs, 'client-id', 'tenant-id', 'subscription-id');
      return input
        ? { provider: 'azure', method: 'oidc', input }
        : stored('azure', 'creds')(inputs);
    },
  ],
  [
    'hashicorp/vault-action',
    inputs => {
      const method = textAt(inputs, 'method')?.toLowerCase() ?? 'token';
      if (method === 'jwt') {
        // A key of its own signs the token, instead of the CI system.
        const input = given(inputs, 'jwtPrivateKey');
        return input
          ? { provider: 'vault', method: 'static', input }
          : { provider: 'vault', method: 'oidc', input: 'method' };
      }
      return stored(
        'vault',
        'token',
        'secretId',
        'roleId',
        'githubToken',
        'password',
      )(inputs);
    },
  ],
  ['azure/aks-set-context', stored('azure', 'creds')],
  ['azure/functions-action', stored('azure', 'publish-profile')],
  ['azure/webapps-deploy', stored('azure', 'publish-profile')],
  [
    'azure/static-web-apps-deploy',
    stored('azure', 'azure_static_web_apps_api_token'),
  ],
  ['azure/k8s-set-context', stored('kubernetes', 'kubeconfig', 'k8s-secret')],
  ['azure/docker-login', registry],
  ['docker/login-action', registry],
  ['redhat-actions/podman-login', registry],
  [
    'redhat-actions/oc-login',
    stored('kubernetes', 'openshift_token', 'openshift_password'),
  ],
  ['digitalocean/action-doctl', stored('digitalocean', 'token')],
  ['cloudflare/wrangler-action', stored('cloudflare', 'apiToken', 'apiKey')],
  ['cloudflare/pages-action', stored('cloudflare', 'apiToken')],
  [
    'hashicorp/setup-terraform',
    stored('terraform-cloud', 'cli_config_credentials_token'),
  ],
  [
    'codecov/codecov-action',
    inputs =>
      textAt(inputs, 'use_oidc') === 'true'
        ? { provider: 'codecov', method: 'oidc', input: 'use_oidc' }
        : undefined,
  ],
]);

/** Actions that ask for the run's identity without an input that says so. */
const identityUsers: [uses: RegExp, provider: string][] = [
  [
    /^sigstore\/|^actions\/attest|^slsa-framework\/|(^|[/-])scorecards?(-action|-analysis)?(\.ya?ml)?$/,
    'sigstore',
  ],
  [/^actions\/deploy-pages$/, 'github'],
  [/^pypa\/gh-action-pypi-publish$/, 'pypi'],
  [/^rubygems\//, 'rubygems'],
  [/^octo-sts\/action$/, 'github'],
  [/^nais\/(docker-build-push|login|attest-sign)$/, 'gcp'],
  [/^nais\/(deploy|setup)(\/|$)/, 'nais'],
];

/** Whether the inputs of an action are known, so that names need not be guessed at. */
export function isKnownAction(uses: string | undefined): boolean {
  return uses !== undefined && actions.has(uses);
}

/** How a step logs in, where it is an action that is known; its inputs with what variables of the file stand for. */
export function loginOf(
  { uses }: CiStep,
  inputs: JsonObject,
): ActionLogin | undefined {
  return uses === undefined ? undefined : actions.get(uses)?.(inputs);
}

/** Who is likely to be shown the identity of a job that says nothing else about it. */
export function identityUserOf({
  uses = '',
  run = '',
  inputs,
}: Pick<CiStep, 'uses' | 'run' | 'inputs'>): string | undefined {
  if (/\bcosign\s+(sign|attest)\b/.test(run)) {
    return 'sigstore';
  }
  if (/\bnpm publish\b.*--provenance/.test(run)) {
    return 'npm';
  }
  if (/\bACTIONS_ID_TOKEN_REQUEST_(URL|TOKEN)\b/.test(run)) {
    const provider = providerOfScript(run);
    return provider === 'unknown' ? undefined : provider;
  }
  return (
    identityUsers.find(([pattern]) => pattern.test(uses))?.[1] ??
    (uses === '' || isKnownAction(uses) ? undefined : cloudOfInputs(inputs))
  );
}

/** Inputs that nobody gives but to log in to a cloud with the identity of a run, by their names with hyphens. */
const identityInputs: [provider: string, name: RegExp][] = [
  ['gcp', /(^|-)workload-identity-provider$/],
  ['azure', /^(azure-|arm-)?(tenant|subscription)-id$/],
  ['aws', /(^|-)(role-to-assume|role-arn|assume-role|iam-role)$|^aws-role$/],
];

/** Whom an action of others logs in to, by the names of what it is given. */
function cloudOfInputs(inputs: JsonObject): string | undefined {
  const names = Object.keys(inputs).map(name =>
    name.toLowerCase().replace(/_/g, '-'),
  );
  return identityInputs.find(([, pattern]) =>
    names.some(name => pattern.test(name)),
  )?.[0];
}
