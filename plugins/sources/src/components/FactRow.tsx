import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import {
  CredentialFact,
  FactKind,
  FactsByKind,
  FileLocation,
  Finding,
  FoundFact,
  Guess,
} from '@plumbline/plugin-plumbline-common';
import {
  FileLink,
  OwnerBadge,
  secondary,
} from '@plumbline/plugin-plumbline-react';
import { ReactNode } from 'react';
import { placeWords } from '../factFilters';
import { ServiceRow } from './ServiceRow';
import { Title } from './Title';

function Place(props: { location: FileLocation }) {
  return (
    <Box sx={secondary}>
      <FileLink location={props.location} />
    </Box>
  );
}

const severityColors = {
  error: 'error',
  warning: 'warning',
  info: 'default',
} as const;

function FindingRow(props: { finding: Finding }) {
  const { rule, severity, message, fix, location } = props.finding;
  return (
    <>
      <Title
        mark={
          <Chip
            size="small"
            variant="outlined"
            color={severityColors[severity]}
            label={severity}
            sx={{ color: 'text.primary' }}
          />
        }
      >
        {rule}
      </Title>
      <Box sx={{ overflowWrap: 'anywhere' }}>{message}</Box>
      {fix && <Box sx={secondary}>{fix}</Box>}
      <Place location={location} />
    </>
  );
}

function SecretRow(props: { secret: FactsByKind['secrets'] }) {
  const { mechanism, kind, namespace, name, object, store, location } =
    props.secret;
  const about = [
    mechanism,
    object && object !== name ? `${kind} ${object}` : kind,
    store && `from ${store}`,
  ];
  return (
    <>
      <Title>{namespace ? `${namespace}/${name}` : name}</Title>
      <Box sx={secondary}>{about.filter(Boolean).join(' · ')}</Box>
      <Place location={location} />
    </>
  );
}

function CredentialRow(props: { credential: CredentialFact }) {
  const { provider, method, reason, secrets, job, location } = props.credential;
  return (
    <>
      <Title
        mark={
          <Chip
            size="small"
            variant="outlined"
            color={method === 'static' ? 'warning' : 'default'}
            label={method === 'static' ? 'stored secret' : 'token of the run'}
            sx={{ color: 'text.primary' }}
          />
        }
      >
        {provider}
        {job && ` in ${job}`}
      </Title>
      <Box sx={{ overflowWrap: 'anywhere' }}>{reason}</Box>
      {secrets && secrets.length > 0 && (
        <Box sx={secondary}>uses {secrets.join(', ')}</Box>
      )}
      <Place location={location} />
    </>
  );
}

function PolicyRow(props: { policy: FactsByKind['policies'] }) {
  const {
    engine,
    kind,
    name,
    action,
    rules = [],
    note,
    location,
  } = props.policy;
  const about = [engine, kind, note];
  return (
    <>
      <Title
        mark={
          <Chip
            size="small"
            variant="outlined"
            label={action === 'unknown' ? 'action unknown' : action}
          />
        }
      >
        {name}
      </Title>
      <Box sx={secondary}>{about.filter(Boolean).join(' · ')}</Box>
      {rules.length > 0 && <Box sx={secondary}>rules {rules.join(', ')}</Box>}
      <Place location={location} />
    </>
  );
}

function GuessRow(props: { guess: Guess }) {
  const { about, guess, why, location } = props.guess;
  return (
    <>
      <Title>{guess}</Title>
      <Box sx={secondary}>
        {about}, because {why}
      </Box>
      {location && <Place location={location} />}
    </>
  );
}

type Columns = (string | undefined)[] | undefined;

const rows: {
  [K in FactKind]: (fact: FactsByKind[K], columns: Columns) => ReactNode;
} = {
  services: (service, columns) => (
    <ServiceRow service={service} columns={columns} />
  ),
  findings: finding => <FindingRow finding={finding} />,
  secrets: secret => <SecretRow secret={secret} />,
  credentials: credential => <CredentialRow credential={credential} />,
  policies: policy => <PolicyRow policy={policy} />,
  guesses: guess => <GuessRow guess={guess} />,
};

/** An OWNERS file may name dozens. */
const shownTeams = 4;

function Owners(props: { teams: string[] }) {
  const { teams } = props;
  const more = teams.length - shownTeams;
  return (
    <Box
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        columnGap: 1.5,
        mt: 0.5,
        gridColumn: 1,
      }}
    >
      {teams.slice(0, shownTeams).map(team => (
        <OwnerBadge key={team} team={team} />
      ))}
      {teams.length === 0 && (
        <Box component="span" sx={secondary}>
          nobody claims it
        </Box>
      )}
      {more > 0 && (
        <Box component="span" sx={secondary}>
          and {more} more
        </Box>
      )}
    </Box>
  );
}

/** One fact: what it is, who answers for it, and the line that says so. */
export function FactRow<K extends FactKind>(props: {
  kind: K;
  found: FoundFact<K>;
  /** Whether to say who owns it, also when that is nobody. */
  owned: boolean;
  /** Of services: the environments that have a column each. */
  columns?: Columns;
}) {
  const { kind, found, owned, columns } = props;
  const show: (fact: FactsByKind[K], columns: Columns) => ReactNode =
    rows[kind];
  const places = placeWords(found.places ?? []);
  return (
    <Box
      component="li"
      sx={{
        minWidth: 0,
        ...(columns && {
          display: { md: 'grid' },
          gridTemplateColumns: 'minmax(0, 240px) minmax(0, 1fr)',
          gridTemplateRows: 'auto 1fr',
          columnGap: 3,
        }),
      }}
    >
      {show(found.fact, columns)}
      {places && <Box sx={secondary}>built for {places}</Box>}
      {owned && <Owners teams={found.teams} />}
    </Box>
  );
}
