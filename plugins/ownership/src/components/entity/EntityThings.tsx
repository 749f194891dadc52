import Typography from '@mui/material/Typography';
import {
  EntityView,
  OwnedThing,
  ThingsQuery,
} from '@plumbline/plugin-plumbline-common';
import {
  Choice,
  counted,
  FilterForm,
  Lines,
  NothingFits,
  oncallRouteRef,
  oneOf,
  Pager,
  plumblineTeamsApiRef,
  SearchField,
  searchOf,
  TextLink,
  useFilters,
  useLoaded,
  usePagePath,
  WhenLoaded,
} from '@plumbline/plugin-plumbline-react';
import { useEntityKey } from '../../useEntityView';
import { manyOf, nameOfThing, thingKinds } from '../../words';
import { Claims, Evidence, Part, TeamRef, ThingTitle } from './parts';
import { Troubles } from '../Troubles';

const troubles = ['drift', 'secrets'] as const;
const wrongs = [...troubles, 'contested'] as const;
const names = [
  'text',
  'type',
  'environment',
  'cluster',
  'trouble',
  'contested',
] as const;

/** The services, workloads and namespaces that an entity stands for, each with its owner and why. */
export function EntityThings(props: { view: EntityView }) {
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

const wrongWords: Record<(typeof wrongs)[number], string> = {
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
        value={oneOf(thingKinds, filters.type)}
        all="All kinds"
        values={kinds}
        words={manyOf}
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
        value={oneOf(
          wrongs,
          filters.trouble ?? (filters.contested && 'contested'),
        )}
        all="Anything"
        values={wrongs}
        words={wrong => wrongWords[wrong]}
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
