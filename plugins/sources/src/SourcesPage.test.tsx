import { mockApis, renderTestApp } from '@backstage/frontend-test-utils';
import { plumblineApiRef } from '@plumbline/plugin-plumbline-react';
import {
  fakeError,
  FakePlumblineApi,
  sampleFile,
  sampleSources,
} from '@plumbline/plugin-plumbline-react/testUtils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { sourcesPlugin } from './plugin';

function open(path: string, api: FakePlumblineApi) {
  return renderTestApp({
    features: [sourcesPlugin],
    apis: [[plumblineApiRef, api], mockApis.permission()],
    initialRouteEntries: [path],
  });
}

function row(name: string): Promise<HTMLElement> {
  return screen.findByRole('row', { name: new RegExp(`^${name} `) });
}

describe('Sources', () => {
  it('shows where each source stands, and reads one again', async () => {
    const api = new FakePlumblineApi({ sources: sampleSources });
    open('/sources', api);
    const good = await row('acme/app-config');
    expect(good).toHaveTextContent('Up to date');
    expect(good).toHaveTextContent('2 min ago in 1.8 s');
    expect(good).toHaveTextContent('268 objects · 412 files · 14 findings');
    expect(
      within(good).getByRole('link', { name: '4f1c0b7e' }),
    ).toHaveAttribute(
      'href',
      expect.stringMatching(/acme\/app-config\/commit\/4f1c0b7e9d2a/),
    );
    await userEvent.click(
      within(good).getByRole('button', { name: /^2 skipped/ }),
    );
    expect(good).toHaveTextContent('dumps/catalog.yaml: larger than 5 MiB');

    const failed = await row('acme/legacy-monolith');
    expect(failed).toHaveTextContent('Failed');
    expect(failed).toHaveTextContent('the folder does not exist');
    expect(await row('acme/platform-config')).toHaveTextContent(
      'tried 1 min ago: fetch failed',
    );
    expect(
      screen.getByRole('list', { name: 'Sources by state' }),
    ).toHaveTextContent('2 up to date');
    expect(
      screen.getAllByText(/2 of 7 sources are still to be read/),
    ).not.toHaveLength(0);

    await userEvent.click(
      within(good).getByRole('button', { name: 'Read again acme/app-config' }),
    );
    expect(api.refreshed).toEqual(['repository:acme/app-config']);
    expect(
      await within(good).findByRole('button', { name: /^Reading/ }),
    ).toHaveAttribute('aria-disabled', 'true');
  });

  it('shows the catalog beside the others: how old it is, why, and what is wrong in it', async () => {
    const catalog = {
      id: 'catalog:backstage',
      kind: 'catalog' as const,
      name: 'Backstage catalog',
      provider: 'catalog',
      state: 'stale' as const,
      lastSuccess: sampleSources[1].lastSuccess,
      lastAttempt: sampleSources[1].lastAttempt,
      error: 'connect ECONNREFUSED',
      counts: { objects: 1_200, skipped: 0 },
      notes: ['Groups are parents of each other: a → b → a'],
    };
    const api = new FakePlumblineApi({ sources: [catalog, sampleSources[0]] });
    const { unmount } = open('/sources?kind=catalog', api);
    const found = await row('Backstage catalog');
    expect(found).toHaveTextContent('connect ECONNREFUSED');
    expect(found).toHaveTextContent('1,200 entities');
    expect(found).toHaveTextContent('parents of each other: a → b → a');
    await userEvent.click(
      within(found).getByRole('button', { name: /^Read again/ }),
    );
    expect(api.refreshed).toEqual(['catalog:backstage']);
    unmount();
    // By itself it is no reason to think that something was set up.
    open('/sources', new FakePlumblineApi({ sources: [catalog] }));
    expect(
      await screen.findByText('Plumbline reads nothing yet'),
    ).toBeVisible();
  });

  it('says since when a source is listed no longer', async () => {
    const gone = {
      ...sampleSources[0],
      state: 'gone' as const,
      error: 'No provider has listed it since 2026-03-10T12:05:09.615Z',
    };
    open('/sources', new FakePlumblineApi({ sources: [gone] }));
    const words = await screen.findByText(/No provider has listed it since/);
    expect(words).toHaveTextContent(/^No provider .* since Mar \d+, 2026, /);
  });

  it('takes filters from the address and pages by cursor', async () => {
    const api = new FakePlumblineApi({
      sources: Array.from({ length: 3 }, (_, index) => ({
        ...sampleSources[0],
        id: `repository:acme/r${index}`,
        name: `acme/r${index}`,
      })),
    });
    api.pageSize = 2;
    open('/sources?kind=repository&state=ok', api);
    await row('acme/r0');
    expect(api.sourceQueries[0]).toEqual({ kind: 'repository', state: 'ok' });
    await userEvent.click(screen.getByRole('button', { name: 'Next page' }));
    await row('acme/r2');
    await userEvent.click(screen.getByRole('button', { name: 'First page' }));
    await row('acme/r0');

    await userEvent.type(
      screen.getByRole('searchbox', { name: 'Name contains' }),
      'nowhere',
    );
    expect(
      await screen.findByRole('heading', { name: /No source fits/ }),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Show all 3' }));
    await row('acme/r0');
    expect(
      screen.getByRole('searchbox', { name: 'Name contains' }),
    ).toHaveValue('');
  });

  it('keeps the filters, and no list of others, while it waits for what they leave', async () => {
    const api = new FakePlumblineApi({ sources: [sampleSources[0]] });
    open('/sources', api);
    await row('acme/app-config');
    const waits = jest.spyOn(api, 'sources');
    waits.mockReturnValue(new Promise(() => undefined));
    const field = screen.getByRole('searchbox', { name: 'Name contains' });
    await userEvent.type(field, 'cart');
    expect(
      await screen.findByRole('status', { name: 'Loading' }),
    ).toBeInTheDocument();
    expect(screen.queryByRole('row')).not.toBeInTheDocument();
    expect(field).toHaveFocus();
    expect(field).toHaveValue('cart');

    waits.mockRejectedValue(fakeError(500, 'broken'));
    await userEvent.type(field, '-2');
    expect(await screen.findByText('Something went wrong')).toBeInTheDocument();
    expect(field).toHaveValue('cart-2');
  });

  it('keeps the list when a refresh is refused after all', async () => {
    const api = new FakePlumblineApi({ sources: [sampleSources[0]] });
    api.refreshError = fakeError(403, 'x');
    open('/sources', api);
    await userEvent.click(
      await screen.findByRole('button', { name: /^Read again/ }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'plumbline.refresh',
    );
    await row('acme/app-config');
  });

  it('tells of a list that could not be completed', async () => {
    const api = new FakePlumblineApi({ sources: sampleSources });
    api.providers = [
      {
        id: 'github',
        kind: 'repository',
        lastAttempt: new Date().toISOString(),
        error: 'rate limit reached',
      },
    ];
    open('/sources', api);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The list of repositories from github could not be completed: rate limit reached. Nothing was removed.',
    );
  });

  it('shows how to begin when there is nothing, and what is wrong on an error', async () => {
    const api = new FakePlumblineApi();
    const { unmount } = open('/sources', api);
    expect(
      await screen.findByRole('heading', { name: /reads nothing yet/ }),
    ).toBeInTheDocument();
    const config = screen.getByRole('region', { name: 'configuration' });
    expect(config).toHaveTextContent('plumbline: repositories:');
    expect(config.textContent?.trim().split('\n').length).toBeLessThan(15);
    unmount();

    api.sourcesError = fakeError(403, 'x');
    open('/sources', api);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'You may not read Plumbline',
    );
  });
});

describe('the view of a file', () => {
  const address = `/sources/file?${new URLSearchParams({
    repository: sampleFile.repository,
    revision: sampleFile.revision,
    path: sampleFile.path,
  })}`;

  it('brings the line into view and marks masked values', async () => {
    const scrolled = jest.fn();
    Element.prototype.scrollIntoView = scrolled;
    open(`${address}#L14`, new FakePlumblineApi({ files: [sampleFile] }));
    const line = (await screen.findByText('newTag: 2.18.0')).parentElement;
    expect(line).toHaveAttribute('id', 'L14');
    expect(line).toHaveAttribute('aria-current', 'location');
    expect(line).toHaveFocus();
    expect(scrolled).toHaveBeenCalled();
    expect(
      screen.getByText('- password=********').parentElement,
    ).toHaveTextContent('masked');
    expect(
      screen.getByRole('link', { name: 'Open on its host' }),
    ).toHaveAttribute('href', sampleFile.webUrl);
  });

  it.each([
    [`${address}#L900`, /There is no line 900: the file has 18/],
    [address.replace('kustomization', 'missing'), /No file apps.*missing/],
  ])('says what is not there: %s', async (path, words) => {
    open(path, new FakePlumblineApi({ files: [sampleFile] }));
    expect(await screen.findByRole('alert')).toHaveTextContent(words);
  });

  it('explains an address without a file', async () => {
    open('/sources/file', new FakePlumblineApi());
    expect(
      await screen.findByRole('heading', { name: /names no file/ }),
    ).toBeInTheDocument();
  });
});
