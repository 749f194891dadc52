import { mockApis, renderTestApp } from '@backstage/frontend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { plumblineApiRef } from '@plumbline/plugin-plumbline-react';
import {
  FakePlumblineApi,
  sampleSources,
} from '@plumbline/plugin-plumbline-react/testUtils';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { sourcesPlugin } from './plugin';

// In a file of its own: Backstage remembers what a permission was as long as the page lives.
it('says why a source cannot be read again', async () => {
  const api = new FakePlumblineApi({ sources: [sampleSources[0]] });
  renderTestApp({
    features: [sourcesPlugin],
    apis: [
      [plumblineApiRef, api],
      mockApis.permission({ authorize: AuthorizeResult.DENY }),
    ],
    initialRouteEntries: ['/sources'],
  });
  const button = await screen.findByRole('button', { name: /^Read again/ });
  await waitFor(() => expect(button).toHaveAttribute('aria-disabled', 'true'));
  expect(button).toHaveAttribute(
    'title',
    expect.stringContaining('plumbline.refresh'),
  );
  await userEvent.click(button);
  expect(api.refreshed).toEqual([]);
});
