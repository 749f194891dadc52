import { Answer } from '../answer';
import { renderText } from './renderText';

const location = {
  repository: 'acme/app-config',
  revision: 'a'.repeat(40),
  path: 'apps/cart/deployment.yaml',
  line: 3,
};

const base: Answer = {
  query: 'Deployment/shop/cart',
  candidates: [],
  owners: [],
  unowned: null,
  contested: false,
  claims: [],
  contact: [],
  config: [],
  version: { declared: [], running: [] },
  drift: [],
  secrets: [],
  links: [],
  asOf: {},
  stale: [],
  unknown: [],
  tookMs: 1,
};

const full: Answer = {
  ...base,
  subject: {
    type: 'object',
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace: 'shop',
    name: 'cart',
    cluster: 'prod-eu',
    environment: 'production',
    status: '2 of 3 ready',
    reasons: [
      'label pod: Pod shop/cart-x',
      'Pod shop/cart-x → Deployment shop/cart (owner reference)',
    ],
    confidence: 'certain',
  },
  owners: [
    {
      team: 'group:default/payments',
      title: 'Payments',
      raw: '@acme/payments',
      source: 'codeowners',
      confidence: 'likely',
      evidence: {
        type: 'file',
        location: { ...location, path: 'CODEOWNERS', line: 7 },
      },
    },
  ],
  contested: true,
  claims: [
    {
      team: 'group:default/checkout',
      raw: 'checkout',
      source: 'path-convention',
      decisive: false,
      evidence: { type: 'file', location },
    },
  ],
  contact: [
    {
      type: 'chat',
      value: '#payments',
      url: 'https://chat.example/payments',
      team: 'group:default/payments',
    },
  ],
  config: [{ role: 'manifest', ...location, url: 'https://git.example/x' }],
  lastChange: {
    repository: 'acme/app-config',
    revision: 'b'.repeat(40),
    at: '2026-11-22T02:00:00Z',
    author: 'Payments on-call',
    subject: 'Promote cart',
    path: location.path,
  },
  asOf: { 'cluster:prod-eu': '2026-11-23T01:55:00Z' },
  stale: [{ source: 'cluster:prod-eu', reason: 'connection refused' }],
  unknown: ['Drift and promotion are not part of this answer.'],
};

const now = () => new Date('2026-11-23T02:00:00Z');

describe('renderText', () => {
  it.each([
    ['https://portal.example', 'https://portal.example/read/file'],
    ['https://acme.example/portal/', 'https://acme.example/portal/read/file'],
    [undefined, '/sources/file'],
  ])('links pages of the portal below %s', (appUrl, expected) => {
    const [manifest] = full.config;
    expect(
      renderText(
        { ...full, config: [{ ...manifest, url: '/sources/file?path=a#L3' }] },
        { now, appUrl, pages: { '/sources': '/read/' } },
      ),
    ).toContain(`:3 ${expected}?path=a#L3\n`);
  });

  it('puts the owner first', () => {
    expect(
      renderText(full, { now, portalUrl: 'https://portal.example/on-call' }),
    ).toBe(
      `Owner     Payments group:default/payments, CODEOWNERS: “@acme/payments”, likely
          acme/app-config:CODEOWNERS:7
Contested group:default/checkout path convention, acme/app-config:apps/cart/deployment.yaml:3
Contact   chat    #payments  https://chat.example/payments
What      Deployment shop/cart in prod-eu, production
          Pod shop/cart-x → Deployment shop/cart (owner reference)
Status    2 of 3 ready
Config    manifest    acme/app-config:apps/cart/deployment.yaml:3 https://git.example/x
Changed   24 h ago by Payments on-call: Promote cart
          acme/app-config bbbbbbbbbb apps/cart/deployment.yaml
Read      cluster:prod-eu 5 min ago
Stale     cluster:prod-eu: connection refused
Unknown   Drift and promotion are not part of this answer.
Portal    https://portal.example/on-call?q=Deployment%2Fshop%2Fcart
`,
    );
  });

  it('names who is on call right after the owner', () => {
    const asOf = now().toISOString();
    const onCall = [
      {
        team: 'group:default/payments',
        person: 'First\u001b[2J\nOwner     me',
        contact: '+49 30 1234567',
        until: '2026-11-30T10:00:00+01:00',
        escalation: ['Second', '#payments'],
        source: 'rota',
        asOf,
      },
      { team: 'group:default/checkout', source: 'pagerduty', asOf },
    ];
    const text = renderText({ ...full, onCall }, { now }).split('\n');
    expect(text.slice(2, 5)).toEqual([
      'On call   First[2J Owner me until 2026-11-30 09:00 UTC, +49 30 1234567, then Second, #payments, says rota, asked just now',
      '          nobody is named, says pagerduty, asked just now',
      expect.stringMatching(/^Contested/),
    ]);
    expect(
      renderText(
        { ...full, owners: [...full.owners, ...full.owners], onCall },
        { now },
      ),
    ).toContain('nobody is named for group:default/checkout, says');
  });

  it.each<[string, Partial<Answer>, string]>([
    ['nobody', { unowned: 'nobody' }, 'Owner     nobody claims this\n'],
    [
      'explicit',
      { unowned: 'explicit' },
      'Owner     nobody, on purpose: a rule says that this has no owner\n',
    ],
    ['nothing', {}, 'Owner     unknown\n'],
  ])('%s', (_, part, expected) => {
    expect(renderText({ ...base, ...part })).toBe(expected);
  });

  it('colours only when asked, and never lets data steer the terminal', () => {
    const hostile = '\u001b[2J\u001b]0;x\u0007evil\u202e\r\nOwner     me\u0000';
    const answer: Answer = {
      ...full,
      links: [{ title: hostile, url: hostile }],
      unknown: [hostile],
      config: [{ ...full.config[0], path: hostile }],
      contact: [{ ...full.contact[0], value: hostile }],
    };
    const text = renderText(answer, { now });
    expect(text).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
    expect(text.match(/^Owner/gm)).toHaveLength(1);
    expect(renderText(answer, { now, color: true })).toContain(
      '\u001b[1mPayments\u001b[0m',
    );
  });
});
