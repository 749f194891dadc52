import { ServiceUnavailableError } from '@backstage/errors';
import { Organization } from './organizations';

/** What is looked at in an error of octokit, whichever of its classes it is. */
interface OctokitError {
  name?: string;
  status?: number;
  message?: string;
  cause?: { code?: string; message?: string };
  errors?: { type?: string; message?: string }[];
  headers?: Record<string, string | undefined>;
  response?: {
    headers?: Record<string, string | undefined>;
    data?: { message?: string; errors?: { type?: string; message?: string }[] };
  };
}

/** What was asked about. */
interface Place extends Pick<Organization, 'name' | 'host'> {
  repository?: string;
  /** What the credentials have to allow. */
  needs?: string;
}

/** One line that says what could not be done and what to do about it. Never holds a token. */
export function explainGithubError(
  what: string,
  place: Place,
  error: unknown,
): Error {
  const cause = causeOf(place, (error ?? {}) as OctokitError);
  // The error itself stays out: its message can be long and repeat the request.
  return new ServiceUnavailableError(`${what}: ${cause}`);
}

function causeOf(
  { name, host, repository, needs = 'contents and members' }: Place,
  error: OctokitError,
): string {
  const headers = error.response?.headers ?? error.headers ?? {};
  const graphqlErrors = error.errors ?? error.response?.data?.errors ?? [];
  const types = graphqlErrors.map(item => item.type);
  const said = oneLine(
    graphqlErrors[0]?.message ??
      error.response?.data?.message ??
      error.message ??
      'no reason given',
  );

  if (
    types.includes('RATE_LIMITED') ||
    ((error.status === 403 || error.status === 429) &&
      (headers['x-ratelimit-remaining'] === '0' ||
        headers['retry-after'] !== undefined ||
        /rate limit/i.test(said)))
  ) {
    const reset = Number(headers['x-ratelimit-reset']);
    const until = reset
      ? ` until ${new Date(reset * 1000).toISOString().slice(11, 16)} UTC`
      : '';
    return `the rate limit of ${host} is used up${until}`;
  }
  if (error.status === 401) {
    return `${host} refuses the credentials; check the token or app in integrations.github`;
  }
  if (headers['x-github-sso'] !== undefined || types.includes('SAML')) {
    return `the token is not authorised for the single sign-on of ${name}`;
  }
  if (error.status === 403 || types.includes('FORBIDDEN')) {
    return `the credentials do not allow it (${said}); they need read access to ${needs}`;
  }
  if (error.status === 404 || types.includes('NOT_FOUND')) {
    return `${host} shows no ${repository ? `repository ${repository}` : `organisation ${name}`} to these credentials`;
  }
  if (error.cause?.code || (error.status === 500 && !error.response)) {
    return `${host} cannot be reached (${error.cause?.code ?? said})`;
  }
  if (error.status !== undefined && error.status >= 500) {
    return `${host} answers with status ${error.status}`;
  }
  return said;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 200);
}
