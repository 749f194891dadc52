import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import Typography from '@mui/material/Typography';
import {
  AlertSummary,
  EntityView,
  OwnedThing,
  ThingsQuery,
} from '@plumbline/plugin-plumbline-common';
import {
  Age,
  Choice,
  counted,
  describeSubject,
  EmptyState,
  FilterForm,
  Lines,
  NothingFits,
  oncallRouteRef,
  oneOf,
  Pager,
  plumblineTeamsApiRef,
  promotionRouteRef,
  SearchField,
  searchOf,
  secondary,
  TextLink,
  useFilters,
  useLoaded,
  usePagePath,
  useReloadEvery,
  WhenLoaded,
} from '@plumbline/plugin-plumbline-react';
import { ReactNode, useEffect } from 'react';
import { useLocation } from 'react-router-dom';
import { describeUnknown } from '../attention';
import { useEntityKey, useEntityView } from '../useEntityView';
import { manyOf, nameOfThing, thingKinds } from '../words';
import { AttentionTiles } from './AttentionTiles';
import {
  describeSize,
  isEmpty,
  nothingOf,
  OwnersOfThings,
  searchOfAttention,
} from './EntityStanding';
import {
  Claims,
  Evidence,
  FindingWords,
  Notes,
  TeamRef,
  ThingTitle,
} from './parts';
import { Troubles } from './Troubles';

const troubles = ['drift', 'secrets'] as const;
const names = [
  'text',
  'type',
  'environment',
  'cluster',
  'trouble',
  'contested',
] as const;
/** Alerts come and go while somebody looks. */
const reloadMs = 60_000;

/** What an entity stands for: who owns it and why, and how it is doing, as a tab of its page. */
export function EntityOwnershipContent() {
  const loaded = useEntityView();
  useReloadEvery(loaded, reloadMs);
  return (
    <WhenLoaded loaded={loaded} permission="plumbline.team.read">
      {view => (
        // Whoever shows the page need not know this plugin's typeface.
        <Box sx={{ typography: 'body1' }}>
          <Notes pending={view.pending} restricted={view.restricted} />
          {isEmpty(view) ? (
            <EmptyState title={nothingOf(view)}>
              <Typography>
                What stands for it is found by its source, by the labels of its
                workloads, and by its name.
              </Typography>
            </EmptyState>
          ) : (
            <>
              <Standing view={view} />
              <Alerts view={view} />
              <Promoted view={view} />
              <Things view={view} />
              <Findings view={view} />
            </>
          )}
        </Box>
      )}
    </WhenLoaded>
  );
}

function Standing(props: { view: EntityView }) {
  const { view } = props;
  const { pathname } = useLocation();
  return (
    <Box component="header" sx={{ mb: 3 }}>
      <Box sx={{ fontSize: '1.125rem', mb: 0.5 }}>
        <OwnersOfThings view={view} />
      </Box>
      <Typography sx={{ ...secondary, mb: 2 }}>{describeSize(view)}</Typography>
      <AttentionTiles
        counts={view.counts}
        pathTo={what => `${pathname}${searchOfAttention(what)}`}
      />
      {describeUnknown(view.counts).map(sentence => (
        <Typography key={sentence} sx={{ ...secondary, mt: 1 }}>
          {sentence}
        </Typography>
      ))}
    </Box>
  );
}

/** A part of the tab that an address leads to. */
function Part(props: { id: string; title: string; children: ReactNode }) {
  const { id, title, children } = props;
  const { hash } = useLocation();
  useEffect(() => {
    if (hash === `#${id}`) {
      document.getElementById(id)?.focus();
    }
  }, [hash, id]);
  return (
    <Box component="section" aria-labelledby={id} sx={{ mb: 3 }}>
      <Typography
        component="h2"
        id={id}
        tabIndex={-1}
        sx={{ fontWeight: 600, mb: 1, scrollMarginTop: 16 }}
      >
        {title}
      </Typography>
      {children}
    </Box>
  );
}

function Alerts(props: { view: EntityView }) {
  const { alerts, counts } = props.view;
  const oncall = usePagePath(oncallRouteRef);
  if (counts.alerts === undefined) {
    return (
      <Typography sx={{ ...secondary, mb: 3 }}>
        Too much runs to tell which alerts fire for it.
      </Typography>
    );
  }
  const more = counts.alerts - alerts.length;
  return alerts.length === 0 ? null : (
    <Part id="alerts" title="Alerts that fire now">
      <Lines label="Alerts that fire now">
        {alerts.map(alert => (
          <li key={alert.id}>
            <TextLink
              to={oncall && `${oncall}/alerts/${encodeURIComponent(alert.id)}`}
              sx={{ fontWeight: 600 }}
            >
              {alert.name}
            </TextLink>
            <Typography sx={secondary}>
              <AlertWords alert={alert} />
            </Typography>
          </li>
        ))}
      </Lines>
      {more > 0 && (
        <Typography sx={{ ...secondary, mt: 1 }}>
          and {counted(more, 'further alert')}
        </Typography>
      )}
    </Part>
  );
}

function AlertWords(props: { alert: AlertSummary }) {
  const { severity, startsAt, resolution } = props.alert;
  const { subject, cluster, owners = [] } = resolution ?? {};
  return (
    <>
      {[severity, subject && describeSubject(subject), cluster]
        .filter(Boolean)
        .join(' · ')}
      {' · since '}
      <Age at={startsAt} />
      {owners.slice(0, 1).map(({ team, title }) => (
        <span key={team}>
          {' · '}
          <TeamRef team={team} title={title} />
        </span>
      ))}
    </>
  );
}

/** Its rows of the matrix: which version is where, and what waits. */
function Promoted(props: { view: EntityView }) {
  const { promoted } = props.view;
  const promotion = usePagePath(promotionRouteRef);
  return promoted.length === 0 ? null : (
    <Part id="promotions" title="Promotion">
      <Box
        component="ul"
        aria-label="Promotion"
        sx={{
          listStyle: 'none',
          m: 0,
          p: 0,
          display: 'flex',
          flexWrap: 'wrap',
          columnGap: 2,
          rowGap: 1,
        }}
      >
        {promoted.map(({ id, name, behind }) => (
          <li key={id}>
            <TextLink
              to={promotion && `${promotion}/service/${encodeURIComponent(id)}`}
            >
              {name}
            </TextLink>{' '}
            {behind && (
              <Chip
                size="small"
                variant="outlined"
                label="behind"
                sx={{ borderColor: 'warning.main', m: 0 }}
              />
            )}
          </li>
        ))}
      </Box>
    </Part>
  );
}

function Things(props: { view: EntityView }) {
  const { view } = props;
  const key = useEntityKey();
  const address = useFilters(names);
  const { filters, cursor, showPage, showAll } = address;
  const query: ThingsQuery = {
    ...filters,
    type: oneOf(thingKinds, filters.type),
    trouble: oneOf(troubles, filters.trouble),
    contested: filters.contested === 'true' ? true : undefined,
    cursor,
  };
  const loaded = useLoaded(
    plumblineTeamsApiRef,
    { ...key, query },
    (api, asked) =>
      api.entityThings(asked.ref, { ...asked.query, thing: asked.thing }),
  );
  return (
    <Part id="things" title="What it is, and whose">
      <ThingFilters view={view} address={address} />
      <WhenLoaded loaded={loaded} permission="plumbline.team.read">
        {({ items, totalItems, nextCursor }) => (
          <>
            {items.length === 0 ? (
              <NothingFits
                title="Nothing fits these filters"
                filtered
                onShowAll={showAll}
              />
            ) : (
              <Lines label="What it is">
                {items.map(thing => (
                  <li key={thing.id}>
                    <Thing thing={thing} />
                  </li>
                ))}
              </Lines>
            )}
            <Pager cursor={cursor} nextCursor={nextCursor} onPage={showPage}>
              {counted(totalItems, 'thing')}
            </Pager>
          </>
        )}
      </WhenLoaded>
    </Part>
  );
}

const troubleWords: Record<(typeof troubles)[number] | 'contested', string> = {
  drift: 'Out of sync past due',
  secrets: 'With an unhealthy Secret',
  contested: 'Contested',
};

/** Nothing to choose from among a handful. */
const FEW = 5;

function ThingFilters(props: {
  view: EntityView;
  address: ReturnType<typeof useFilters<(typeof names)[number]>>;
}) {
  const { view, address } = props;
  const { filters, show } = address;
  const { counts, environments, clusters } = view;
  const kinds = thingKinds.filter(kind => counts[`${kind}s` as const] > 0);
  const total =
    counts.services + counts.workloads + counts.namespaces + counts.paths;
  if (total <= FEW && Object.values(filters).every(value => !value)) {
    return null;
  }
  return (
    <FilterForm
      label="What it is"
      columns="minmax(0, 2fr) repeat(4, minmax(0, 1fr))"
    >
      <SearchField
        label="Search names"
        value={filters.text}
        onChange={text => show({ text })}
      />
      <Choice
        label="Kind"
        value={filters.type}
        all="All kinds"
        values={kinds}
        words={kind => manyOf(oneOf(thingKinds, kind) ?? 'workload')}
        onChange={type => show({ type })}
      />
      <Choice
        label="Environment"
        value={filters.environment}
        all="All environments"
        values={environments}
        onChange={environment => show({ environment })}
      />
      <Choice
        label="Cluster"
        value={filters.cluster}
        all="All clusters"
        values={clusters}
        onChange={cluster => show({ cluster })}
      />
      <Choice
        label="What is wrong"
        value={filters.trouble ?? (filters.contested && 'contested')}
        all="Anything"
        values={['drift', 'secrets', 'contested']}
        words={word =>
          troubleWords[
            oneOf(['drift', 'secrets', 'contested'] as const, word) ?? 'drift'
          ]
        }
        onChange={wrong =>
          show({
            trouble: oneOf(troubles, wrong),
            contested: wrong === 'contested' ? 'true' : undefined,
          })
        }
      />
    </FilterForm>
  );
}

function Thing(props: { thing: OwnedThing }) {
  const { thing } = props;
  const oncall = usePagePath(oncallRouteRef);
  const question = questionOf(thing);
  return (
    <>
      <ThingTitle thing={thing} />
      <Typography sx={{ overflowWrap: 'anywhere' }}>
        <OwnerWords thing={thing} />
      </Typography>
      <Evidence thing={thing} />
      {thing.contested && <Claims claims={thing.claims} />}
      <Troubles thing={thing} />
      {question && oncall && (
        <TextLink
          to={`${oncall}${searchOf({ q: question })}`}
          label={`Look up ${nameOfThing(thing)} in ${thing.cluster ?? thing.environment ?? thing.repository}`}
          sx={{ fontSize: '0.875rem' }}
        >
          Look up
        </TextLink>
      )}
    </>
  );
}

function OwnerWords(props: { thing: OwnedThing }) {
  const { owners, state } = props.thing;
  if (owners.length === 0) {
    return (
      <>
        {state === 'explicit'
          ? 'A mark says that nobody owns it'
          : 'Nobody is known to own it'}
      </>
    );
  }
  return (
    <>
      {owners.map(({ team, title, confidence }, at) => (
        <span key={team}>
          {at > 0 && ', '}
          <TeamRef team={team} title={title} />
          {confidence === 'guess' && ' (a guess)'}
        </span>
      ))}
    </>
  );
}

/** What On call is asked about a thing. */
function questionOf({
  type,
  kind,
  namespace,
  name,
  cluster,
  environment,
}: OwnedThing): string | undefined {
  const where = cluster
    ? `cluster=${cluster}`
    : environment && `env=${environment}`;
  return type === 'workload' || type === 'namespace'
    ? [[kind, namespace, name].filter(Boolean).join('/'), where]
        .filter(Boolean)
        .join(' ')
    : undefined;
}

/** What is wrong in the directories of its services. */
function Findings(props: { view: EntityView }) {
  const { findings, counts } = props.view;
  const more = (counts.findings ?? findings.length) - findings.length;
  return findings.length === 0 ? null : (
    <Part id="findings" title="Findings in its files">
      <Lines label="Findings in its files">
        {findings.map(({ repository, fact }) => (
          <li key={JSON.stringify([repository, fact])}>
            <FindingWords finding={fact} />
          </li>
        ))}
      </Lines>
      {more > 0 && (
        <Typography sx={{ ...secondary, mt: 1 }}>
          and {counted(more, 'further finding')}
        </Typography>
      )}
    </Part>
  );
}
