import { Claim, JsonObject } from '../facts';
import { parseYaml } from '../yaml';
import { namespaceClaims, ownershipClaims, teamNames } from '.';
import { teamMarks } from './teamMarks';

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
    ['Payments (#payments-alerts)', ['Payments']],
    ['Payments - payments@acme.example', ['Payments']],
    ['Payments: #payments', ['Payments']],
    ['Jo Doe: jo@acme.example: pay@acme.example', ['Jo Doe']],
    ['payments; search', ['payments', 'search']],
    ['@acme/payments @acme/search', ['@acme/payments', '@acme/search']],
    ['mailto:payments@acme.example', ['payments@acme.example']],
    ['https://github.com/orgs/acme/teams/payments', ['@acme/payments']],
    ['https://wiki.acme.example/payments', []],
    ['#payments', []],
    ['TODO: name one', ['TODO: name one']],
    ['$(TEAM)', []],
    ['#{team}#', []],
    ['%TEAM%', []],
    ['@@TEAM@@', []],
    ['__team__', []],
    ['<%= team %>', []],
    ['((team))', []],
    ['{team}', []],
    ['TEAM_NAME', []],
    ['REPLACE_ME', []],
    ['Not Set', []],
    ['to be defined', []],
    ['nobody', []],
    ['argocd', []],
    ['Argo-CD', []],
    ['flux-system', []],
    ['helm', []],
    ['helm-controller', []],
    ['0a1b2c3d-0000-4000-8000-00000000abcd', []],
    ['argonauts', ['argonauts']],
    ['Default Risk', ['Default Risk']],
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
    ['teamName', ['x']],
    ['team_name', ['x']],
    ['acme.example/Owned-By', ['x']],
    ['acme.example/project-owner', ['x']],
    ['io.acme.application.team', ['x']],
    ['backstage.io/kubernetes-team', ['x']],
    ['acme.example/support-group', ['x']],
    ['acme.example/devTeam', ['x']],
    ['toolkit.fluxcd.io/tenant', ['x']],
    ['contact', ['x']],
    ['maintainers', ['x']],
    ['v1.min.io/tenant', []],
    ['kustomize.toolkit.fluxcd.io/owner', []],
    ['eks.amazonaws.com/owner', []],
    ['app.kubernetes.io/managed-by', []],
    ['business-unit', []],
    ['slack-channel', []],
    ['a8r.io/chat', []],
    ['teams', []],
  ])('takes %s for %j', (key, expected) => {
    expect(teamMarks({ [key]: 'x' }).map(({ raw }) => raw)).toEqual(expected);
  });

  it('takes the most telling key first, and only keys that were asked for', () => {
    const labels = { owner: 'a', 'acme.example/team': 'b', tribe: 'c' };
    expect(teamMarks(labels).map(({ raw }) => raw)).toEqual(['b', 'a']);
    expect(teamMarks(labels, ['tribe']).map(({ raw }) => raw)).toEqual(['c']);
    expect(
      teamMarks({ 'v1.min.io/tenant': 'd' }, ['tenant']).map(({ raw }) => raw),
    ).toEqual(['d']);
    expect(teamMarks(labels, []).map(({ raw }) => raw)).toEqual([]);
    expect(teamMarks({ contact: 'a@acme.example' })).toEqual([]);
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
      'spec.template.metadata.labels.team',
    ]);
  });

  it.each<[string, JsonObject, string[]]>([
    [
      'the team, not its lesser words',
      {
        labels: { owner: 'jo', squad: 'b' },
        annotations: { 'acme.example/team': 'a' },
      },
      ['a'],
    ],
    [
      'the next where the first is to be filled in',
      { labels: { team: '${TEAM}', owner: 'b', 'kubernetes-team': 'c' } },
      ['b'],
    ],
    ['all that one mark names', { annotations: { team: 'a, b' } }, ['a', 'b']],
    [
      'a name and its address as the name',
      { annotations: { 'acme.example/owner': 'Shop: shop@acme.example' } },
      ['Shop'],
    ],
    [
      'no controller',
      {
        labels: { owner: 'web' },
        ownerReferences: [{ kind: 'Site', name: 'web' }],
      },
      [],
    ],
    [
      'no tool',
      { labels: { owner: 'helm', 'app.kubernetes.io/managed-by': 'argocd' } },
      [],
    ],
  ])('takes %s', (_, metadata, expected) => {
    const claims = ownershipClaims({ metadata }, { type: 'file', location });
    expect(claims.map(({ raw }) => raw)).toEqual(expected);
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
