import { TestApiProvider } from '@backstage/frontend-test-utils';
import { Answer } from '@plumbline/plugin-plumbline-common';
import { act, renderHook, waitFor } from '@testing-library/react';
import { ReactNode } from 'react';
import { plumblineApiRef } from '../api';
import { FakePlumblineApi, sampleAnswer, sampleSources } from '../testUtils';
import { useLookup } from './useLookup';
import { useSources } from './useSources';

function providing(api: FakePlumblineApi) {
  return ({ children }: { children: ReactNode }) => (
    <TestApiProvider apis={[[plumblineApiRef, api]]}>
      {children}
    </TestApiProvider>
  );
}

describe('useLookup', () => {
  it('never shows the answer to another question', async () => {
    const pending = new Map<string, (answer: Answer) => void>();
    const api = new FakePlumblineApi({
      answer: question =>
        new Promise(resolve => {
          pending.set(question, resolve);
        }),
    });
    const { result, rerender } = renderHook(
      ({ question }: { question: string | undefined }) => useLookup(question),
      {
        wrapper: providing(api),
        initialProps: { question: 'cart' as string | undefined },
      },
    );
    rerender({ question: 'checkout' });
    expect(result.current).toMatchObject({ loading: true, answer: undefined });

    await act(async () =>
      pending.get('checkout')?.({ ...sampleAnswer, query: 'checkout' }),
    );
    await act(async () =>
      pending.get('cart')?.({ ...sampleAnswer, query: 'cart' }),
    );
    expect(result.current).toMatchObject({
      loading: false,
      answer: { query: 'checkout' },
    });

    // Asked again: the answer stays while the new one is on its way.
    act(() => result.current.reload());
    expect(result.current).toMatchObject({
      loading: true,
      answer: { query: 'checkout' },
    });

    rerender({ question: undefined });
    expect(result.current).toMatchObject({
      loading: false,
      answer: undefined,
    });
  });

  it('reports an error and recovers', async () => {
    const api = new FakePlumblineApi({
      answer: async () => {
        throw new Error('down');
      },
    });
    const { result } = renderHook(() => useLookup('cart'), {
      wrapper: providing(api),
    });
    await waitFor(() => expect(result.current.error?.message).toBe('down'));
    api.answer = async () => sampleAnswer;
    act(() => result.current.reload());
    await waitFor(() => expect(result.current.answer).toBe(sampleAnswer));
    expect(result.current.error).toBeUndefined();
  });
});

describe('useSources', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  async function settle(milliseconds = 0) {
    await act(async () => {
      await jest.advanceTimersByTimeAsync(milliseconds);
    });
  }

  it('looks again only while something is read for the first time', async () => {
    const api = new FakePlumblineApi({ sources: sampleSources });
    renderHook(() => useSources(), { wrapper: providing(api) });
    await settle();
    expect(api.sourceQueries).toHaveLength(1);
    await settle(2_000);
    expect(api.sourceQueries).toHaveLength(2);

    api.list = sampleSources.filter(({ state }) => state === 'ok');
    await settle(2_000);
    expect(api.sourceQueries).toHaveLength(3);
    await settle(60_000);
    expect(api.sourceQueries).toHaveLength(3);
  });

  it('rests while nobody sees the page', async () => {
    const hidden = jest.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    const api = new FakePlumblineApi({ sources: sampleSources });
    renderHook(() => useSources(), { wrapper: providing(api) });
    await settle();
    await settle(30_000);
    expect(api.sourceQueries).toHaveLength(1);

    // What was answered that long ago is not what is so now.
    hidden.mockReturnValue(false);
    act(() => {
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await settle();
    expect(api.sourceQueries).toHaveLength(2);
    await settle(1_000);
    expect(api.sourceQueries).toHaveLength(2);
    hidden.mockRestore();
  });

  it('looks on after an error, less often, and shows what it knows beside it', async () => {
    const api = new FakePlumblineApi({ sources: sampleSources });
    const { result } = renderHook(() => useSources(), {
      wrapper: providing(api),
    });
    await settle();
    api.sourcesError = new Error('down');
    await settle(2_000);
    expect(result.current).toMatchObject({
      error: { message: 'down' },
      page: { items: sampleSources },
    });
    await settle(9_000);
    expect(api.sourceQueries).toHaveLength(2);
    api.sourcesError = undefined;
    await settle(1_000);
    expect(api.sourceQueries).toHaveLength(3);
    expect(result.current.error).toBeUndefined();
    await settle(2_000);
    expect(api.sourceQueries).toHaveLength(4);
  });

  it('never shows the sources of another query', async () => {
    const api = new FakePlumblineApi({ sources: sampleSources });
    const { result, rerender } = renderHook(
      ({ text }: { text?: string }) => useSources({ text }),
      { wrapper: providing(api), initialProps: {} },
    );
    await settle();
    expect(result.current.page).toBeDefined();
    rerender({ text: 'cart' });
    expect(result.current).toMatchObject({ loading: true, page: undefined });
    await settle();
    expect(result.current.page?.totalItems).toBe(0);
  });

  it('follows a refresh until it happened', async () => {
    const api = new FakePlumblineApi({ sources: [sampleSources[0]] });
    const { result } = renderHook(() => useSources(), {
      wrapper: providing(api),
    });
    await settle();
    await act(() => result.current.refresh('repository:acme/app-config'));
    expect(api.refreshed).toEqual(['repository:acme/app-config']);
    await settle(2_000);
    expect([...result.current.refreshing]).toEqual([
      'repository:acme/app-config',
    ]);

    api.list = [{ ...sampleSources[0], lastAttempt: new Date().toISOString() }];
    await settle(2_000);
    expect(result.current.refreshing.size).toBe(0);
  });
});
