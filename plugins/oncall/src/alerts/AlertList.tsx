import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { AlertsPage } from '@plumbline/plugin-plumbline-common';
import {
  Announcement,
  counted,
  EmptyState,
  ErrorState,
  LoadedBefore,
  NothingFits,
  Pager,
  Rows,
  useAlerts,
  useReloadEvery,
} from '@plumbline/plugin-plumbline-react';
import { AlertFilterForm } from './AlertFilterForm';
import { AlertFilters, isFilteredAlerts } from './alertFilters';
import { AlertRow } from './AlertRow';

const pollMs = 10_000;

function summaryWords(summary: AlertsPage['summary']): string {
  const { firing, unowned, resolving, resolved } = summary;
  const over =
    resolved > 0 ? ` ${resolved.toLocaleString('en')} resolved.` : '';
  if (firing === 0) {
    return `Nothing is firing.${over}`;
  }
  const words = [
    unowned > 0 && `${unowned.toLocaleString('en')} of them without an owner`,
    resolving > 0 && `${resolving.toLocaleString('en')} being looked up`,
  ].filter(Boolean);
  return `${firing.toLocaleString('en')} firing, ${
    words.length > 0 ? words.join(', ') : 'all with an owner'
  }.${over}`;
}

/** The alerts that came in: firing ones first, those without an owner on top. */
export function AlertList(props: {
  filters: AlertFilters;
  /** Address of an alert's page. */
  linkTo(id: string): string;
  onChange(filters: AlertFilters, replace?: boolean): void;
}) {
  const { filters, linkTo, onChange } = props;
  const asked = useAlerts({ limit: 25, ...filters });
  const { value: page, error, reload } = asked;
  useReloadEvery(asked, pollMs);
  const filtered = isFilteredAlerts(filters);
  const total = page ? page.summary.firing + page.summary.resolved : 0;
  return (
    <section aria-labelledby="plumbline-alerts">
      <Box
        sx={{
          display: 'flex',
          alignItems: 'baseline',
          flexWrap: 'wrap',
          columnGap: 1.5,
          mb: 1,
        }}
      >
        <Typography
          component="h2"
          id="plumbline-alerts"
          sx={{ fontSize: '1.125rem', fontWeight: 600, m: 0 }}
        >
          Alerts
        </Typography>
        {page && (
          <Typography sx={{ color: 'text.secondary' }}>
            {summaryWords(page.summary)}
          </Typography>
        )}
      </Box>
      <Announcement>{page ? summaryWords(page.summary) : ''}</Announcement>
      {error && page && <LoadedBefore error={error} />}
      {error && !page && <ErrorState error={error} onRetry={reload} />}
      {!error && !page && (
        <Box role="status" aria-label="Loading alerts">
          {/* As high as the rest of the screen: what stands below is not pushed away from under a finger. */}
          <Skeleton variant="rounded" sx={{ height: 'max(220px, 80vh)' }} />
        </Box>
      )}
      {page && (total > 0 || filtered) && (
        <AlertFilterForm
          page={page}
          filters={filters}
          onChange={next => onChange({ ...next, cursor: undefined }, true)}
        />
      )}
      {page && page.items.length === 0 && (total > 0 || filtered) && (
        <NothingFits
          title="No alert fits these filters"
          total={total}
          filtered={filtered}
          onShowAll={() => onChange({})}
        />
      )}
      {page && total === 0 && !filtered && (
        <EmptyState title="No alert has come in yet">
          <Typography>
            Have Alertmanager, Grafana, PagerDuty or another sender tell
            Plumbline of its alerts, and they stand here with their owners.
            Until then, paste one above.
          </Typography>
        </EmptyState>
      )}
      {page && page.items.length > 0 && (
        <>
          <Paper variant="outlined" sx={{ p: 2, borderRadius: 2 }}>
            <Rows label="Alerts">
              {page.items.map(alert => (
                <AlertRow key={alert.id} alert={alert} to={linkTo(alert.id)} />
              ))}
            </Rows>
          </Paper>
          <Pager
            cursor={filters.cursor}
            nextCursor={page.nextCursor}
            onPage={cursor => onChange({ ...filters, cursor })}
          >
            {counted(page.totalItems, 'alert')}
            {!filters.status && ', firing and resolved'}
          </Pager>
        </>
      )}
    </section>
  );
}
