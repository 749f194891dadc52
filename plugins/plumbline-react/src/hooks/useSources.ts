import { useApi } from '@backstage/frontend-plugin-api';
import { SourcesPage, SourcesQuery } from '@plumbline/plugin-plumbline-common';
import { useCallback, useEffect, useRef, useState } from 'react';
import { plumblineApiRef } from '../api';
import { useVisible } from './useVisible';

/** @public */
export interface Sources {
  page?: SourcesPage;
  error?: Error;
  loading: boolean;
  reload(): void;
  /** Asks for a source to be read again, and looks until it was. */
  refresh(id: string): Promise<void>;
  /** Sources whose new read has been asked for and has not happened yet. */
  refreshing: ReadonlySet<string>;
}

const pollEvery = 2_000;
const giveUpAfter = 60_000;

/** Whether a first read is still to come: only then is it worth looking again. @public */
export function isIndexing(page: SourcesPage | undefined): boolean {
  return page ? page.summary.reading + page.summary.waiting > 0 : false;
}

/**
 * The sources and where they stand. Looks again only while something is being read and somebody can see the page.
 *
 * @public
 */
export function useSources(query: SourcesQuery = {}): Sources {
  const api = useApi(plumblineApiRef);
  const { kind, state, text, cursor, limit } = query;
  const key = JSON.stringify({ kind, state, text, cursor, limit });
  const [round, setRound] = useState(0);
  const [result, setResult] = useState<{
    key?: string;
    page?: SourcesPage;
    error?: Error;
    loading: boolean;
  }>({ loading: true });
  const [asked, setAsked] = useState<ReadonlyMap<string, AskedRefresh>>(
    new Map(),
  );
  const visible = useVisible();

  useEffect(() => {
    let dropped = false;
    setResult(previous => ({ ...previous, loading: true }));
    api.sources(JSON.parse(key)).then(
      page => {
        if (!dropped) {
          setResult({ key, page, loading: false });
          setAsked(previous => stillWaiting(previous, page, Date.now()));
        }
      },
      (error: Error) => {
        if (!dropped) {
          setResult(previous => ({
            key,
            page: previous.key === key ? previous.page : undefined,
            error,
            loading: false,
          }));
        }
      },
    );
    return () => {
      dropped = true;
    };
  }, [api, key, round]);

  const reload = useCallback(() => setRound(count => count + 1), []);
  const worthLooking = isIndexing(result.page) || asked.size > 0;

  useEffect(() => {
    if (!visible || !worthLooking || result.loading || result.error) {
      return undefined;
    }
    const timer = setTimeout(reload, pollEvery);
    return () => clearTimeout(timer);
  }, [visible, worthLooking, result, reload]);

  const pageRef = useRef(result.page);
  pageRef.current = result.page;

  const refresh = useCallback(
    async (id: string) => {
      const before = pageRef.current?.items.find(item => item.id === id);
      await api.refresh(id);
      setAsked(previous =>
        new Map(previous).set(id, {
          lastAttempt: before?.lastAttempt,
          until: Date.now() + giveUpAfter,
        }),
      );
      reload();
    },
    [api, reload],
  );

  return {
    page: result.page,
    error: result.error,
    loading: result.loading,
    reload,
    refresh,
    refreshing: new Set(asked.keys()),
  };
}

interface AskedRefresh {
  lastAttempt?: string;
  until: number;
}

function stillWaiting(
  asked: ReadonlyMap<string, AskedRefresh>,
  page: SourcesPage,
  now: number,
): ReadonlyMap<string, AskedRefresh> {
  if (asked.size === 0) {
    return asked;
  }
  return new Map(
    [...asked].filter(([id, { lastAttempt, until }]) => {
      const item = page.items.find(candidate => candidate.id === id);
      return item?.lastAttempt === lastAttempt && now < until;
    }),
  );
}
