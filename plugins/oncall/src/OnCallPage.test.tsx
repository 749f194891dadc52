import { mockApis, renderTestApp } from '@backstage/frontend-test-utils';
import {
  plumblineAlertsApiRef,
  plumblineApiRef,
  plumblineTeamsApiRef,
  sourcesRouteRef,
} from '@plumbline/plugin-plumbline-react';
import {
  fakeError,
  FakePlumblineAlertsApi,
  FakePlumblineApi,
  FakeTeamsApi,
  sampleAnswer,
  sampleContested,
  sampleExplicitlyUnowned,
  sampleNothing,
  sampleSources,
  sampleUnowned,
} from '@plumbline/plugin-plumbline-react/testUtils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { oncallPlugin } from './plugin';

const readSources = sampleSources.filter(({ state }) => state === 'ok');

function open(
  path: string,
  api: FakePlumblineApi,
  alerts = new FakePlumblineAlertsApi(),
  userEntityRef = 'user:default/test',
) {
  return renderTestApp({
    features: [oncallPlugin],
    apis: [
      [plumblineApiRef, api],
      [plumblineAlertsApiRef, alerts],
      [plumblineTeamsApiRef, new FakeTeamsApi()],
      mockApis.identity({ userEntityRef }),
    ],
    mountedRoutes: { '/sources': sourcesRouteRef },
    initialRouteEntries: [path],
  });
}

function box() {
  return screen.findByRole('textbox', { name: 'What is alerting?' });
}

describe('On call', () => {
  beforeEach(() => localStorage.clear());

  it('waits with the cursor in the box, and asks on Enter', async () => {
    const api = new FakePlumblineApi({
      answer: sampleAnswer,
      sources: readSources,
    });
    open('/oncall', api);
    const input = await box();
    expect(input).toHaveFocus();
    expect(
      await screen.findByRole('heading', { name: 'What can be asked' }),
    ).toBeInTheDocument();
    expect(api.questions).toEqual([]);

    await userEvent.type(input, 'cart{Shift>}{Enter}{/Shift}production');
    expect(input).toHaveValue('cart\nproduction');
    await userEvent.keyboard('{Enter}');
    expect(
      await screen.findByRole('heading', { level: 2, name: 'Payments' }),
    ).toBeInTheDocument();
    expect(api.questions).toEqual(['cart\nproduction']);

    // Away from the box and back with one key; Escape clears, and once more starts over.
    input.blur();
    await userEvent.keyboard('/');
    expect(input).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    expect(input).toHaveValue('');
    expect(
      screen.getByRole('heading', { level: 2, name: 'Payments' }),
    ).toBeInTheDocument();
    await userEvent.keyboard('{Escape}');
    expect(
      await screen.findByRole('heading', { name: 'Asked before' }),
    ).toBeInTheDocument();

    await userEvent.click(screen.getByRole('button', { name: 'Forget these' }));
    expect(
      screen.queryByRole('heading', { name: 'Asked before' }),
    ).not.toBeInTheDocument();
  });

  it('asks at once what is pasted whole, and lets the rest be finished', async () => {
    const api = new FakePlumblineApi({ answer: sampleAnswer });
    open('/oncall', api);
    await userEvent.click(await box());
    await userEvent.paste('shop/cart');
    expect(api.questions).toEqual([]);
    await userEvent.clear(await box());
    await userEvent.paste('{namespace="shop", pod="cart-1"}');
    await waitFor(() =>
      expect(api.questions).toEqual(['{namespace="shop", pod="cart-1"}']),
    );
  });

  it('puts the keyboard of a phone away with the question, and leaves the cursor of a desk where it was', async () => {
    const api = new FakePlumblineApi({ answer: sampleAnswer });
    open('/oncall', api);
    await userEvent.type(await box(), 'cart{Enter}');
    await screen.findByRole('heading', { level: 2, name: 'Payments' });
    expect(await box()).toHaveFocus();
    Object.defineProperty(window, 'matchMedia', {
      configurable: true,
      value: (query: string) => ({
        matches: query === '(pointer: coarse)',
        addListener: () => {},
        removeListener: () => {},
      }),
    });
    try {
      await userEvent.type(await box(), ' production{Enter}');
      expect(await box()).not.toHaveFocus();
    } finally {
      Reflect.deleteProperty(window, 'matchMedia');
    }
    await waitFor(() =>
      expect(api.questions).toEqual(['cart', 'cart production']),
    );
  });

  it('answers a link with labels: owner, contact, config, change, versions, secrets, evidence, age', async () => {
    const api = new FakePlumblineApi({
      answer: sampleAnswer,
      sources: readSources,
    });
    open('/oncall?namespace=shop&pod=cart-1&cluster=prod-eu', api);
    expect(
      await screen.findByRole('heading', { level: 2, name: 'Payments' }),
    ).toBeInTheDocument();
    expect(api.questions).toEqual([
      '{namespace="shop", pod="cart-1", cluster="prod-eu"}',
    ]);
    expect(await box()).toHaveValue(api.questions[0]);

    const owner = screen.getByRole('region', { name: 'Payments' });
    expect(owner).toHaveTextContent(
      'Likely: CODEOWNERS says @acme/payments, .github/CODEOWNERS line 12',
    );
    expect(
      within(owner).getByRole('link', { name: 'Payments' }),
    ).toHaveAttribute('href', '/catalog/default/group/payments');
    expect(
      within(owner).getByRole('link', { name: /^\.github\/CODEOWNERS/ }),
    ).toHaveAttribute(
      'href',
      expect.stringMatching(
        /^\/sources\/file\?repository=acme%2Fapp-config&revision=4f1c.*&path=\.github%2FCODEOWNERS#L12$/,
      ),
    );
    expect(
      within(owner).getByRole('link', { name: 'Mail: payments@acme.example' }),
    ).toHaveAttribute('href', 'mailto:payments@acme.example');
    expect(within(owner).getByRole('link', { name: 'Runbook' })).toBeVisible();

    const region = (name: string) => screen.getByRole('region', { name });
    expect(region('What and where')).toHaveTextContent('Deployment shop/cart');
    expect(region('What and where')).toHaveTextContent('2 of 3 ready');
    const config = within(region('Configuration'));
    expect(
      config.getByRole('link', {
        name: 'apps/cart/overlays/production/kustomization.yaml:14',
      }),
    ).toHaveAttribute('href', expect.stringMatching(/#L14$/));
    await waitFor(() =>
      expect(document.title).toMatch(/^Payments: Deployment shop\/cart/),
    );
    expect(region('What changed last')).toHaveTextContent(
      /4\d min ago by Payments on-call in #412/,
    );
    expect(region('Versions')).toHaveTextContent('Git and cluster differ');
    expect(region('Secrets it needs')).toHaveTextContent(
      'External Secrets from vault-production',
    );
    expect(region('How old this is')).toHaveTextContent(
      'cluster prod-eu read 1 min ago',
    );
    expect(
      region('Evidence: every mark that names an owner'),
    ).toHaveTextContent('decides');

    const others = region('It could also be');
    await userEvent.click(
      within(others).getByRole('button', { name: /Switch.*staging/ }),
    );
    await waitFor(() =>
      expect(api.questions[1]).toBe('Deployment/shop/cart cluster=staging'),
    );
  });

  it('lets people choose where several owners are possible', async () => {
    const [first, second] = sampleAnswer.candidates;
    const api = new FakePlumblineApi({
      answer: {
        ...sampleAnswer,
        contested: true,
        owners: [
          sampleAnswer.owners[0],
          {
            ...sampleAnswer.owners[0],
            team: 'group:default/web',
            title: 'Web',
          },
        ],
        candidates: [first, { ...second, owners: ['group:default/web'] }],
        claims: sampleAnswer.claims.filter(({ decisive }) => decisive),
        contact: [
          {
            team: 'group:default/payments',
            type: 'oncall',
            value: 'Rota',
            url: 'https://oncall.acme.example/payments',
          },
          {
            team: 'group:default/web',
            type: 'oncall',
            value: 'Rota',
            url: 'https://oncall.acme.example/web',
          },
          {
            team: 'group:default/web',
            type: 'oncall',
            value: 'web-primary',
          },
        ],
      },
    });
    open('/oncall?q=cart', api);
    const owner = await screen.findByRole('region', { name: 'Payments, Web' });
    expect(owner).toHaveTextContent('Depends on where it runs');
    expect(owner).toHaveTextContent('stagingWeb');
    expect(owner).not.toHaveTextContent('The marks disagree');
    expect(
      screen.queryByRole('region', { name: 'It could also be' }),
    ).not.toBeInTheDocument();
    expect(
      within(owner).getByRole('link', { name: 'On call: Web: Rota' }),
    ).toBeInTheDocument();
    expect(
      within(owner).getByRole('list', { name: 'Contact of Web' }),
    ).toHaveTextContent('Paged as: web-primary');
    await userEvent.click(
      within(owner).getByRole('button', { name: /This one.*staging/ }),
    );
    await waitFor(() => expect(api.questions[1]).toBe(second.query));
  });

  it.each([
    ['acme/app-config', true],
    ['contoso/config', false],
  ])('offers questions to those who index %s: %s', async (name, offered) => {
    const [source] = readSources;
    open(
      '/oncall',
      new FakePlumblineApi({
        answer: sampleAnswer,
        sources: [{ ...source, id: `repository:${name}`, name }],
      }),
    );
    const part = await screen.findByRole('region', {
      name: 'What can be asked',
    });
    expect(
      await within(part).findByText(
        offered
          ? 'Deployment/shop/cart env=production'
          : /Deployment\/NAMESPACE/,
      ),
    ).toBeInTheDocument();
    expect(within(part).queryAllByRole('button')).toHaveLength(offered ? 5 : 0);
    expect(
      screen.getByText(/oncall\?namespace=\{\{ \$labels\.namespace \}\}/),
    ).toBeInTheDocument();
  });

  it('copies the answer for a chat, and counts as a look at what it is about', async () => {
    const user = userEvent.setup();
    const write = jest.spyOn(navigator.clipboard, 'writeText');
    const alerts = new FakePlumblineAlertsApi();
    open(
      '/oncall?q=cart',
      new FakePlumblineApi({ answer: sampleAnswer, sources: readSources }),
      alerts,
    );
    await user.click(
      await screen.findByRole('button', { name: 'Copy as chat message' }),
    );
    await screen.findByRole('button', { name: 'Copied' });
    expect(alerts.read).toEqual([sampleAnswer.subject]);
    const copied = String(write.mock.calls[0][0]);
    expect(copied).toMatch(
      /^- \*\*Owner\*\*: \[?Payments \(likely, CODEOWNERS/,
    );
    expect(copied).toMatch(/\(<http:\/\/localhost\/oncall\?q=cart>\)\n$/);
  });

  it('shows what was answered before when the portal does not answer, to whom it was answered alone', async () => {
    const api = new FakePlumblineApi({ answer: sampleAnswer });
    const first = open('/oncall?q=cart', api);
    await screen.findByRole('heading', { level: 2, name: 'Payments' });
    first.unmount();
    api.answer = async () => {
      throw new TypeError('Failed to fetch');
    };
    const again = open('/oncall?q=cart', api);
    expect(await screen.findByText(/This is what it said/)).toBeInTheDocument();
    expect(
      screen.getByRole('heading', { level: 2, name: 'Payments' }),
    ).toBeInTheDocument();
    again.unmount();

    open('/oncall?q=cart', api, undefined, 'user:default/other');
    expect(
      await screen.findByText('The portal does not answer'),
    ).toBeInTheDocument();
    expect(screen.queryByText(/This is what it said/)).not.toBeInTheDocument();
    expect(
      Object.keys(localStorage).filter(key => key.includes('answers')),
    ).toEqual([]);
  });

  it('shows what was answered to this very question alone, also where both are too long for a link', async () => {
    const api = new FakePlumblineApi({ answer: sampleAnswer });
    open('/oncall', api);
    const ask = async (pod: string) => {
      await userEvent.clear(await box());
      await userEvent.paste(
        JSON.stringify({ labels: { pod }, text: 'x'.repeat(3_500) }),
      );
    };
    await ask('cart-1');
    await screen.findByRole('heading', { level: 2, name: 'Payments' });
    api.answer = async () => {
      throw new TypeError('Failed to fetch');
    };
    await ask('search-1');
    expect(
      await screen.findByText('The portal does not answer'),
    ).toBeInTheDocument();
    expect(screen.queryByText(/This is what it said/)).not.toBeInTheDocument();
    await ask('cart-1');
    expect(await screen.findByText(/This is what it said/)).toBeInTheDocument();
  });

  it.each([
    [
      'contested',
      sampleContested,
      'Storefront',
      /The marks disagree.*payments.*platform/,
    ],
    [
      'old',
      sampleContested,
      'Storefront',
      /Part of this is old: cluster prod-eu \(last read 3 h ago/,
    ],
    ['unowned', sampleUnowned, 'Nobody claims this', /No label, CODEOWNERS/],
    [
      'unowned on purpose',
      sampleExplicitlyUnowned,
      'Nobody, on purpose',
      /on purpose that nobody owns this: .github\/CODEOWNERS line 21/,
    ],
  ])('says what is %s', async (_, answer, name, words) => {
    open('/oncall?q=x', new FakePlumblineApi({ answer }));
    const owner = await screen.findByRole('region', { name });
    expect(owner).toHaveTextContent(words);
  });

  it('names the owner also when nothing but the owner is known', async () => {
    const answer = {
      ...sampleNothing,
      owners: [
        {
          ...sampleAnswer.owners[0],
          source: 'alert-label' as const,
          confidence: 'certain' as const,
          evidence: {
            type: 'object' as const,
            cluster: '',
            object: { apiVersion: '', kind: 'Alert', name: 'ErrorBudgetBurn' },
            field: 'labels.team',
          },
        },
      ],
      unknown: ['The alert names no object.'],
    };
    open('/oncall?team=payments', new FakePlumblineApi({ answer }));
    const owner = await screen.findByRole('region', { name: 'Payments' });
    expect(owner).toHaveTextContent(
      'Certain: the alert’s own label says @acme/payments, labels.team of Alert ErrorBudgetBurn',
    );
    expect(screen.getByText('The alert names no object.')).toBeInTheDocument();
    expect(
      screen.queryByRole('heading', { name: 'Nothing found' }),
    ).not.toBeInTheDocument();
  });

  it('says what was tried when nothing is found', async () => {
    open(
      '/oncall?q=chekout',
      new FakePlumblineApi({ answer: sampleNothing, sources: readSources }),
    );
    expect(
      await screen.findByRole('heading', { name: 'Nothing found' }),
    ).toBeInTheDocument();
    expect(
      screen.getByText('No object, path or team fits this question.'),
    ).toBeInTheDocument();
  });

  it.each([
    [fakeError(403, 'x'), 'You may not read Plumbline', /plumbline\.read/],
    [new TypeError('Failed to fetch'), 'The portal does not answer', /offline/],
  ])('explains a failure: %s', async (error, title, advice) => {
    const api = new FakePlumblineApi({
      answer: async () => {
        throw error;
      },
    });
    open('/oncall?q=cart', api);
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent(title);
    expect(alert).toHaveTextContent(advice);

    api.answer = async () => sampleAnswer;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByRole('heading', { name: 'Payments' }),
    ).toBeInTheDocument();
  });

  it('says that it waits, and that sources are still being read', async () => {
    open(
      '/oncall?q=cart',
      new FakePlumblineApi({
        answer: () => new Promise(() => {}),
        sources: sampleSources,
      }),
    );
    expect(await screen.findByText('Looking up…')).toBeInTheDocument();
    expect(
      await screen.findByText(/Reading 2 of 6 sources for the first time/),
    ).toBeInTheDocument();
  });

  it('asks nothing that is too long', async () => {
    const api = new FakePlumblineApi({ answer: sampleAnswer });
    open(`/oncall?q=${'x'.repeat(66_000)}`, api);
    expect(await screen.findByRole('alert')).toHaveTextContent('64 KiB');
    expect(api.questions).toEqual([]);
  });

  it('shows hostile text as text and follows no script', async () => {
    const script = ['javascript', 'alert(1)'].join(':');
    const html = '<img src=x onerror=alert(1)>';
    const answer = {
      ...sampleAnswer,
      subject: {
        type: 'path' as const,
        repository: 'acme/app-config',
        path: html,
      },
      owners: [{ ...sampleAnswer.owners[0], title: html }],
      contact: [
        {
          team: 'group:default/payments',
          type: 'chat' as const,
          value: '#payments',
          url: script,
        },
      ],
      links: [{ title: 'Runbook', url: script }],
    };
    const { container } = open('/oncall?q=x', new FakePlumblineApi({ answer }));
    expect(
      await screen.findByRole('heading', { level: 2, name: html }),
    ).toBeInTheDocument();
    expect(container.querySelector('img')).toBeNull();
    expect(container.querySelector('[href^="javascript"]')).toBeNull();
    expect(screen.getByText('#payments')).toBeInTheDocument();
  });
});
