import { Claim, JsonObject } from '../facts';
import { parseYaml } from '../yaml';
import { namespaceClaims, ownershipClaims, teamMarks, teamNames } from '.';

describe('teamNames', () => {
  it.each<[string, string[]]>([
    ['payments', ['payments']],
    ['Team Payments', ['Team Payments']],
    ['@acme/payments', ['@acme/payments']],
    ['group:default/payments', ['group:default/payments']],
    ['Payments: payments@acme.example', ['Payments']],
    ['Cloud Platform: platforms@acme.example', ['Cloud Platform']],
    ['Payments <payments@acme.example>', ['Payments']],
    ['payments@acme.example', ['payments@acme.example']],
    ['payments, search', ['payments', 'search']],
    ['payments,payments', ['payments']],
    ['<script>alert(1)</script>', ['<script>alert(1)</script>']],
    ['($cost_center)', []],
    ['${TEAM}', []],
    ['$TEAM', []],
    ['{{ .Values.team }}', []],
    ['team-{{ name }}', []],
    ['<team>', []],
    ['<your team>', []],
    ['[team]', []],
    ['unknown', []],
    ['N/A', []],
    ['TBD', []],
    ['true', []],
    ['12345', []],
    ['-', []],
    [' ', []],
    ['a\nb', []],
    ['x'.repeat(300), []],
  ])('reads %j as %j', (value, names) => {
    expect(teamNames(value)).toEqual(names);
  });
});

describe('teamMarks', () => {
  it.each<[string, string[]]>([
    ['team', ['x']],
    ['acme.example/team', ['x']],
    ['cloud-platform.justice.gov.uk/team-name', ['x']],
    ['app.kubernetes.io/team', ['x']],
    ['squad', ['x']],
    ['a8r.io/owner', ['x']],
    ['app.kubernetes.io/part-of', []],
    ['cost-center', []],
    ['olm.owner', []],
    ['steam', []],
    ['team/name', []],
  ])('takes %s for %j', (key, expected) => {
    expect(teamMarks({ [key]: 'x' }).map(({ raw }) => raw)).toEqual(expected);
  });

  it('takes the most telling key first, and only keys that were asked for', () => {
    const labels = { owner: 'a', 'acme.example/team': 'b', tribe: 'c' };
    expect(teamMarks(labels).map(({ raw }) => raw)).toEqual(['b', 'a']);
    expect(teamMarks(labels, ['tribe']).map(({ raw }) => raw)).toEqual(['c']);
    expect(teamMarks(labels, []).map(({ raw }) => raw)).toEqual([]);
    expect(teamMarks(undefined)).toEqual([]);
  });
});

describe('ownershipClaims', () => {
  const short = (claims: Claim[]) =>
    claims.map(({ source, raw, evidence }) => [
      source,
      raw,
      evidence.type === 'file' ? evidence.location.line : evidence.field,
      evidence.text,
    ]);
  const text = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: cart
  labels:
    team: payments
  annotations:
    acme.example/owner: "Shop: shop@acme.example"
spec:
  template:
    metadata:
      labels: {team: search}
    spec:
      containers: []
`;
  const { value, lines } = parseYaml('a.yaml', text).documents[0];
  const object = value as JsonObject;
  const location = { repository: 'acme/app', revision: 'r', path: 'a.yaml' };

  it('points at the line of a label in a file', () => {
    const claims = ownershipClaims(object, { type: 'file', location, lines });
    expect(short(claims)).toEqual([
      ['object-label', 'payments', 6, 'team: payments'],
      [
        'object-label',
        'Shop',
        8,
        'acme.example/owner: Shop: shop@acme.example',
      ],
      ['pod-template-label', 'search', 12, 'team: search'],
    ]);
  });

  it('points at the field of a live object', () => {
    const ref = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'cart' };
    const claims = ownershipClaims(object, {
      type: 'object',
      cluster: 'prod',
      object: ref,
    });
    expect(short(claims).map(([, , field]) => field)).toEqual([
      'metadata.labels.team',
      'metadata.annotations.acme.example/owner',
      'spec.template.metadata.labels.team',
    ]);
  });

  it('counts labels of a pod once, of an engine object and a Namespace as theirs', () => {
    const metadata = { name: 'x', labels: { team: 'payments' } };
    const place = { type: 'file' as const, location };
    expect(
      short(
        ownershipClaims(
          { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [] } },
          place,
        ),
      ),
    ).toEqual([['object-label', 'payments', undefined, 'team: payments']]);
    expect(
      ownershipClaims(
        { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata },
        place,
      )[0].source,
    ).toBe('engine-object');
    expect(
      namespaceClaims(
        { apiVersion: 'v1', kind: 'Namespace', metadata },
        place,
      )[0].source,
    ).toBe('namespace-label');
  });

  it.each<[string, JsonObject]>([
    ['no metadata', {}],
    ['metadata that is text', { metadata: 'x' }],
    ['labels that are a list', { metadata: { labels: ['team'] } }],
    ['a team that is a mapping', { metadata: { labels: { team: { a: 1 } } } }],
    ['no team', { metadata: { labels: { team: null } } }],
  ])('survives %s', (_, broken) => {
    expect(ownershipClaims(broken, { type: 'file', location })).toEqual([]);
  });
});
