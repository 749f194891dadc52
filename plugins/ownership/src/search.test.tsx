import { renderInTestApp } from '@backstage/test-utils';
import {
  oncallRouteRef,
  teamsRouteRef,
} from '@plumbline/plugin-plumbline-react';
import { screen } from '@testing-library/react';
import { FoundDocument, SearchResultItem } from './components/SearchResultItem';
import { isPlumblineResult } from './searchTypes';

const cart: FoundDocument = {
  kind: 'service',
  title: 'cart',
  where: 'acme/app · apps/cart · production',
  location: '/oncall?q=acme%2Fapp%3Aapps%2Fcart#cart',
  owner: 'group:default/payments',
};

const mountedRoutes = { '/who': oncallRouteRef, '/owners': teamsRouteRef };

it.each<[FoundDocument, string, string]>([
  [
    cart,
    'Service · owned by payments · acme/app · apps/cart · production',
    'WidgetsOutlinedIcon',
  ],
  [
    { ...cart, contested: true },
    'Service · owned by payments, which others contest · acme/app · apps/cart · production',
    'WidgetsOutlinedIcon',
  ],
  [
    { ...cart, owner: '' },
    'Service · owned by nobody · acme/app · apps/cart · production',
    'WidgetsOutlinedIcon',
  ],
  [
    {
      title: 'apps/cart/a.yaml',
      where: 'acme/app · Deployment shop/cart',
      location: '/oncall?q=acme%2Fapp%3Aapps%2Fcart%2Fa.yaml',
    },
    'File · acme/app · Deployment shop/cart',
    'DescriptionOutlinedIcon',
  ],
  [
    { ...cart, kind: 'namespace', where: 'prod-eu' },
    'Namespace · owned by payments · prod-eu',
    'FolderOutlinedIcon',
  ],
  [
    {
      kind: 'team',
      title: 'Payments',
      where: '#payments',
      location: '/teams/team/group:default/payments',
    },
    'Team · #payments',
    'GroupsOutlinedIcon',
  ],
])('shows %p', async (result, words, icon) => {
  await renderInTestApp(<SearchResultItem result={result} />, {
    mountedRoutes,
  });
  // Where the page is in this app: the index knows where it is by default.
  expect(screen.getByRole('link', { name: result.title })).toHaveAttribute(
    'href',
    result.location.replace('/oncall', '/who').replace('/teams', '/owners'),
  );
  expect(screen.getByText(words)).toBeInTheDocument();
  expect(screen.getByTestId(icon)).toBeInTheDocument();
});

it('follows no address that a browser must not, and leaves the results of others alone', async () => {
  await renderInTestApp(
    <SearchResultItem
      result={{ ...cart, location: 'data:text/html,<script>alert(1)</script>' }}
    />,
  );
  expect(screen.queryByRole('link')).not.toBeInTheDocument();
  expect(isPlumblineResult({ type: 'plumbline' })).toBe(true);
  expect(isPlumblineResult({ type: 'software-catalog' })).toBe(false);
});
