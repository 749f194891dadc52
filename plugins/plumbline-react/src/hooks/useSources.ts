import { useApi } from '@backstage/frontend-plugin-api';
import { SourcesPage, SourcesQuery } from '@plumbline/plugin-plumbline-common';
import { useCallback, useEffect, useRef, useState } from 'react';
import { plumblineApiRef } from '../api';
import { useLoaded } from './useLoaded';
import { useReloadEvery } from './useReloadEvery';

/** @public */
export interface Sources {
  /** The answer to this very query. */
  page?: SourcesPage;
  error?: Error;
  loading: boolean;
  reload(): void;
  /** Asks for a source to be read again, and looks until it was. */
  refresh(id: string): Promise<void>;
  /** Sources whose new read has been asked for and has not happened yet. */
  refreshing: ReadonlySet<string>;
}

const pollMs = 2_000;
/** After an error, which asking does not mend. */
const slowPollMs = 10_000;
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
  const wanted: SourcesQuery = { kind, state, text, cursor, limit };
  const loaded = useLoaded(plumblineApiRef, wanted, (sources, page) =>
    sources.sources(page),
  );
  const { value: page, error, loading, reload } = loaded;

  const [asked, setAsked] = useState<ReadonlyMap<string, AskedRefresh>>(
    new Map(),
  );
  useEffect(() => {
    if (page) {
      setAsked(previous => stillWaiting(previous, page, Date.now()));
    }
  }, [page]);

  const worthLooking = isIndexing(page) || asked.size > 0;
  const pauseMs = error ? slowPollMs : pollMs;
  useReloadEvery(loaded, worthLooking ? pauseMs : undefined);

  const pageRef = useRef(page);
  pageRef.current = page;

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
    page,
    error,
    loading,
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
