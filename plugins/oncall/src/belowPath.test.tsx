import {
  discoveryApiRef,
  identityApiRef,
} from '@backstage/frontend-plugin-api';
import { mockApis, TestApiProvider } from '@backstage/frontend-test-utils';
import {
  plumblineAlertsApiRef,
  plumblineApiRef,
  plumblineTeamsApiRef,
} from '@plumbline/plugin-plumbline-react';
import {
  FakePlumblineAlertsApi,
  FakePlumblineApi,
  FakeTeamsApi,
  sampleAlert,
  sampleAnswer,
} from '@plumbline/plugin-plumbline-react/testUtils';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter, Route, Routes } from 'react-router-dom';
import { Router } from './components/Router';
import { savedAnswers } from './saved/savedAnswers';

const answer = {
  ...sampleAnswer,
  config: [{ ...sampleAnswer.config[0], url: '/sources/file?path=a' }],
};

/** A portal at http://localhost/portal. */
function open(path: string) {
  return render(
    <TestApiProvider
      apis={[
        [plumblineApiRef, new FakePlumblineApi({ answer })],
        [
          plumblineAlertsApiRef,
          new FakePlumblineAlertsApi([{ ...sampleAlert, answer }]),
        ],
        [plumblineTeamsApiRef, new FakeTeamsApi()],
        [identityApiRef, mockApis.identity()],
        [
          discoveryApiRef,
          mockApis.discovery({ baseUrl: 'http://localhost/portal' }),
        ],
        mockApis.config(),
        mockApis.permission(),
      ]}
    >
      <MemoryRouter basename="/portal" initialEntries={[`/portal${path}`]}>
        <Routes>
          <Route path="/oncall/*" element={<Router />} />
        </Routes>
      </MemoryRouter>
    </TestApiProvider>,
  );
}

describe('in a portal that is below a path', () => {
  const register = jest.fn(async () => undefined);

  beforeEach(() => {
    localStorage.clear();
    register.mockClear();
    Object.defineProperty(navigator, 'serviceWorker', {
      configurable: true,
      value: { register },
    });
  });
  afterEach(() => {
    Reflect.deleteProperty(navigator, 'serviceWorker');
  });

  it.each([
    ['/oncall?q=cart', 'http://localhost/portal/oncall?q=cart'],
    ['/oncall/alerts/alert-1', 'http://localhost/portal/oncall/alerts/alert-1'],
  ])(
    'links %s and the files of its answer with that path',
    async (at, link) => {
      const user = userEvent.setup();
      const write = jest.spyOn(navigator.clipboard, 'writeText');
      open(at);
      await user.click(
        await screen.findByRole('button', { name: 'Copy as chat message' }),
      );
      await screen.findByRole('button', { name: 'Copied' });
      const copied = String(write.mock.calls[0][0]);
      expect(copied).toContain(`(<${link}>)`);
      expect(copied).toContain(
        '(<http://localhost/portal/sources/file?path=a>)',
      );
      expect(savedAnswers().map(saved => saved.link)).toEqual([link]);
    },
  );

  it('offers an annotation, and has the worker look after its own pages', async () => {
    open('/oncall');
    expect(
      await screen.findByText(/^owner: 'http:\/\/localhost\/portal\/oncall\?/),
    ).toBeInTheDocument();
    await waitFor(() =>
      expect(register).toHaveBeenCalledWith(expect.anything(), {
        scope: '/portal/oncall',
      }),
    );
  });
});
