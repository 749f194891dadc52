import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import { PortalLink } from '../components/PortalLink';
import { oncallRouteRef, sourcesRouteRef } from '../routes';

it('leads to where the pages are in this app, and to other hosts', () => {
  const expected: { [words: string]: [url: string, href: string | null] } = {
    question: ['/oncall?q=cart', '/who?q=cart'],
    file: ['/sources/file?path=a#L7', '/read/file?path=a#L7'],
    page: ['/sources', '/read'],
    resembling: ['/sourcesque', '/sourcesque'],
    'not installed': ['/teams/team/group:default/a', null],
    'of others': ['/docs/x', '/docs/x'],
    host: ['https://host.example/sources/x', 'https://host.example/sources/x'],
    script: [['javascript', 'alert(1)'].join(':'), null],
  };
  renderInTestApp(
    <>
      {Object.entries(expected).map(([words, [url]]) => (
        <PortalLink key={words} to={url}>
          {words}
        </PortalLink>
      ))}
    </>,
    { mountedRoutes: { '/who': oncallRouteRef, '/read': sourcesRouteRef } },
  );
  for (const [words, [, href]] of Object.entries(expected)) {
    expect(screen.getByText(words).getAttribute('href')).toBe(href);
  }
});
