import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import App from './App';

// What Backstage's bundler and backend leave in the page.
const config = {
  data: {
    app: { title: 'Plumbline', baseUrl: 'http://localhost' },
    backend: { baseUrl: 'http://localhost:7007' },
  },
  context: 'test',
};

function respond(body: unknown): Response {
  return new Response(JSON.stringify(body), {
    headers: { 'content-type': 'application/json' },
  });
}

it('lets guests in and offers the pages', async () => {
  const script = document.createElement('script');
  script.type = 'backstage.io/config';
  script.textContent = JSON.stringify([config]);
  document.head.append(script);
  jest.spyOn(global, 'fetch').mockImplementation(async () =>
    respond({
      profile: { displayName: 'Guest' },
      backstageIdentity: {
        token: `x.${btoa(JSON.stringify({ exp: 4_000_000_000 }))}.x`,
        identity: {
          type: 'user',
          userEntityRef: 'user:development/guest',
          ownershipEntityRefs: [],
        },
      },
    }),
  );
  render(App.createRoot());
  expect(
    await screen.findByRole(
      'link',
      { name: 'Plumbline, home' },
      { timeout: 30_000 },
    ),
  ).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Catalog' })).toBeInTheDocument();
  // Past the navigation without a mouse.
  const main = await screen.findByRole('main');
  await userEvent.click(
    screen.getByRole('button', { name: 'Skip to the page' }),
  );
  expect(main).toHaveFocus();
  // No page is installed in a test: that is said in the portal's own words.
  expect(
    screen.getByRole('heading', { level: 1, name: 'There is no such page' }),
  ).toBeInTheDocument();
  expect(document.title).toBe('No such page | Plumbline');
}, 60_000);
