import { Answer, Owner } from '@plumbline/gitops-lookup';
import { Evidence } from '@plumbline/gitops-reader';
import { proposeFix } from './proposeFix';

const right = {
  ref: 'group:default/payments',
  aliases: ['payments', 'acme/payments', '@acme/payments'],
};

const config = {
  role: 'manifest' as const,
  repository: 'acme/app',
  revision: 'r',
  path: 'apps/cart/base/deployment.yaml',
  line: 1,
};

const rule: Evidence = {
  type: 'file',
  location: {
    repository: 'acme/app',
    revision: 'r',
    path: '.github/CODEOWNERS',
    line: 7,
  },
};

const label: Evidence = {
  type: 'object',
  cluster: 'prod',
  object: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'cart' },
  field: 'metadata.labels.app.acme.example/team',
  text: 'checkout',
};

function answer(
  source: Owner['source'] | undefined,
  evidence: Evidence,
  more: Partial<Answer> = {},
): Answer {
  const mark = { raw: 'checkout', evidence };
  return {
    query: '',
    candidates: [],
    owners: source
      ? [
          {
            ...mark,
            team: 'group:default/checkout',
            source,
            confidence: 'likely',
          },
        ]
      : [],
    unowned: source ? null : 'nobody',
    contested: false,
    claims: source ? [{ ...mark, source, decisive: true }] : [],
    contact: [],
    config: [config],
    version: { declared: [], running: [] },
    drift: [],
    secrets: [],
    links: [],
    asOf: {},
    stale: [],
    unknown: [],
    tookMs: 0,
    ...more,
  };
}

describe('proposeFix', () => {
  it.each([
    [
      'a rule of CODEOWNERS',
      answer('codeowners', rule),
      '.github/CODEOWNERS',
      '/apps/cart/ @acme/payments',
    ],
    [
      'nobody',
      answer(undefined, rule),
      'CODEOWNERS',
      '/apps/cart/ @acme/payments',
    ],
    [
      'a catch-all',
      answer('repository-default', rule),
      'CODEOWNERS',
      '/apps/cart/ @acme/payments',
    ],
    [
      'a label on the object',
      answer('object-label', label),
      config.path,
      'metadata:\n  labels:\n    app.acme.example/team: payments',
    ],
    [
      'a label on the namespace, which others share',
      answer('namespace-label', {
        type: 'file',
        location: {
          repository: 'acme/platform',
          revision: 'p',
          path: 'ns.yaml',
        },
        text: 'team: checkout',
      }),
      config.path,
      'metadata:\n  labels:\n    team: payments',
    ],
    [
      'a file at the root with blanks in its name',
      answer('codeowners', rule, {
        config: [{ ...config, path: 'my file.yaml' }],
      }),
      '.github/CODEOWNERS',
      '/my\\ file.yaml @acme/payments',
    ],
  ])('%s', (_, found, path, fix) => {
    expect(proposeFix(found, right)).toMatchObject({
      rule: 'wrong-owner',
      location: { path },
      fix,
    });
  });

  it('leaves the team open that nobody named, and is silent where Git holds nothing', () => {
    expect(proposeFix(answer('codeowners', rule), undefined)).toMatchObject({
      fix: '/apps/cart/ @<team>',
      message: 'A person says that group:default/checkout does not own this',
    });
    expect(
      proposeFix(answer('codeowners', rule, { config: [] }), right),
    ).toBeUndefined();
  });
});
