import SwapIcon from '@mui/icons-material/SwapHoriz';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import Typography from '@mui/material/Typography';
import {
  CompareQuery,
  placeId,
  PromotedService,
  ServiceComparison,
} from '@plumbline/plugin-plumbline-common';
import {
  Choice,
  EmptyState,
  Loaded,
  TextLink,
  useDocumentTitle,
  useFilters,
  useLoaded,
  WhenLoaded,
} from '@plumbline/plugin-plumbline-react';
import { useParams } from 'react-router-dom';
import { promotionApiRef } from '../../api';
import { usePaths } from '../../paths';
import { placeName } from '../../words';
import { Shell } from '../Shell';
import { Comparison } from './Comparison';

const names = ['from', 'to'] as const;

/** Two places of a service, side by side. */
export function ComparePage() {
  const { id = '' } = useParams();
  const loaded = useLoaded(promotionApiRef, id, api => api.service(id));
  const { value } = loaded;
  useDocumentTitle(value ? `${value.name}, compared` : 'Compare');
  return (
    <Shell>
      <WhenLoaded loaded={loaded}>
        {service => <Compare service={service} />}
      </WhenLoaded>
    </Shell>
  );
}

function Compare(props: { service: PromotedService }) {
  const { service } = props;
  const { id, name, cells } = service;
  const paths = usePaths();
  return (
    <>
      <Typography
        component="h2"
        sx={{ fontSize: '1.5rem', fontWeight: 600, overflowWrap: 'anywhere' }}
      >
        {name}: two places compared
      </Typography>
      <Typography sx={{ mb: 2 }}>
        <TextLink to={paths.service(id)}>All about {name}</TextLink>
      </Typography>
      {cells.length > 1 ? (
        <Compared service={service} />
      ) : (
        <EmptyState title="It stands in one place alone: there is nothing to compare" />
      )}
    </>
  );
}

function Compared(props: { service: PromotedService }) {
  const { service } = props;
  const { filters: asked, show } = useFilters(names);
  const loaded = useLoaded(
    promotionApiRef,
    { id: service.id, query: asked },
    (api, { id, query }) => api.compare(id, query),
  );
  return (
    <>
      <PlaceChoices
        service={service}
        chosen={chosenOf(asked, loaded)}
        onChange={show}
      />
      <WhenLoaded loaded={loaded}>
        {comparison => <Comparison comparison={comparison} />}
      </WhenLoaded>
    </>
  );
}

/** What is compared: an address may leave it open which places are meant. */
function chosenOf(
  asked: CompareQuery,
  { value }: Loaded<ServiceComparison>,
): CompareQuery {
  return value
    ? { from: placeId(value.from), to: placeId(value.to) }
    : { from: asked.from, to: asked.to };
}

function PlaceChoices(props: {
  service: PromotedService;
  chosen: CompareQuery;
  onChange(chosen: CompareQuery): void;
}) {
  const { service, chosen, onChange } = props;
  const { from, to } = chosen;
  const places = new Map(service.cells.map(cell => [placeId(cell), cell]));
  const words = (id: string) => {
    const place = places.get(id);
    return place ? placeName(place) : id;
  };
  const ids = [...places.keys()];
  return (
    <Box
      component="form"
      role="search"
      aria-label="Which places"
      sx={{
        display: 'grid',
        alignItems: 'center',
        gap: 1,
        mb: 3,
        // Below each other on a phone: the end of a place's name is what tells it from others.
        gridTemplateColumns: {
          xs: 'minmax(0, 1fr)',
          sm: 'minmax(0, 1fr) auto minmax(0, 1fr)',
        },
      }}
    >
      <Choice
        label="From"
        all="Choose one"
        value={from}
        values={ids}
        words={words}
        // Whoever asks for the other place here means the other way round.
        onChange={next => onChange({ from: next, to: next === to ? from : to })}
      />
      <IconButton
        aria-label="Swap the two"
        sx={{ justifySelf: 'center' }}
        onClick={() => onChange({ from: to, to: from })}
      >
        <SwapIcon />
      </IconButton>
      <Choice
        label="To"
        all="Choose one"
        value={to}
        values={ids}
        words={words}
        onChange={next =>
          onChange({ from: next === from ? to : from, to: next })
        }
      />
    </Box>
  );
}
