import { renderInTestApp } from '@backstage/frontend-test-utils';
import { Evidence } from '@plumbline/plugin-plumbline-common';
import { screen } from '@testing-library/react';
import { oncallRouteRef, sourcesRouteRef, teamsRouteRef } from '../routes';
import { EvidenceLink } from './EvidenceLink';
import { EvidenceLinks } from './EvidenceLinks';
import { TeamLink } from './TeamLink';

/** Where the only link leads; nothing where there is none. */
function target() {
  return screen.queryByRole('link')?.getAttribute('href');
}

describe('TeamLink', () => {
  it.each([
    [
      'to Teams, wherever that is',
      { '/owners': teamsRouteRef },
      '/owners/team/group:default/payments',
    ],
    ['to the catalog without Teams', {}, '/catalog/default/group/payments'],
  ])('leads %s', (_, mountedRoutes, expected) => {
    renderInTestApp(<TeamLink team="group:default/payments" />, {
      mountedRoutes,
    });
    expect(target()).toBe(expected);
  });
});

describe('EvidenceLink', () => {
  const file: Evidence = {
    type: 'file',
    location: { repository: 'app', revision: 'abc', path: 'a b.yaml', line: 7 },
  };
  const label = (apiVersion: string, cluster = ''): Evidence => ({
    type: 'object',
    object: { apiVersion, kind: 'Group', namespace: 'shop', name: 'cart' },
    field: 'metadata.labels.team',
    cluster,
  });
  const own = '/sources/file?repository=app&revision=abc&path=a+b.yaml#L7';
  const view = '?repository=app&revision=abc&path=a+b.yaml#L7';
  const pages = { '/read': sourcesRouteRef, '/alerted': oncallRouteRef };

  it.each<[string, Evidence, string | undefined, object, string | undefined]>([
    [
      'a line on its host',
      file,
      'https://git.example/app#L7',
      pages,
      'https://git.example/app#L7',
    ],
    [
      'a line in Sources, wherever that is',
      file,
      own,
      pages,
      `/read/file${view}`,
    ],
    [
      'a line, and nowhere that must not be followed',
      file,
      'data:text/html,x',
      pages,
      `/read/file${view}`,
    ],
    ['no line without Sources', file, own, {}, undefined],
    [
      'the answer for an object of a cluster',
      label('v1', 'prod-eu'),
      undefined,
      pages,
      '/alerted?q=Group%2Fshop%2Fcart+cluster%3Dprod-eu',
    ],
    [
      'no answer without On call',
      label('v1', 'prod-eu'),
      undefined,
      {},
      undefined,
    ],
    [
      'an entity in the catalog',
      label('backstage.io/v1alpha1'),
      undefined,
      pages,
      '/catalog/shop/group/cart',
    ],
  ])('leads to %s', (_, evidence, url, mountedRoutes, expected) => {
    renderInTestApp(<EvidenceLink evidence={evidence} url={url} />, {
      mountedRoutes: { ...mountedRoutes },
    });
    expect(target()).toBe(expected);
  });
});

describe('EvidenceLinks', () => {
  const place = (path: string): { evidence: Evidence } => ({
    evidence: {
      type: 'file',
      location: { repository: 'app', revision: 'abc', path },
    },
  });

  it.each([
    [['a', 'a', 'b', 'a'], 'a of app, 3 times; b of app'],
    [
      ['a', 'b', 'c', 'd', 'e', 'd'],
      'a of app; b of app; c of app; and 2 more places',
    ],
  ])('says each of %p once, and how often', (paths, words) => {
    renderInTestApp(
      <ul>
        <li>
          <EvidenceLinks places={paths.map(place)} />
        </li>
      </ul>,
    );
    expect(screen.getByRole('listitem').textContent).toBe(words);
  });
});
