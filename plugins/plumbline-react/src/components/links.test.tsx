import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import { teamsRouteRef } from '../routes';
import { TeamLink } from './TeamLink';

function target(name: string | RegExp) {
  return screen.getByRole('link', { name }).getAttribute('href');
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
    expect(target('payments')).toBe(expected);
  });
});
