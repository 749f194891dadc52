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
  ServiceFact,
} from '@plumbline/plugin-plumbline-common';
import {
  FileLink,
  OwnerBadge,
  shortRevision,
} from '@plumbline/plugin-plumbline-react';
import { ReactNode } from 'react';
import { alikePlaces, placeWords } from '../factFilters';
import { secondary } from './parts';

function Title(props: { children: ReactNode; mark?: ReactNode }) {
  return (
    <Box
      sx={{
        display: 'flex',
        gap: 1,
        alignItems: 'baseline',
        flexWrap: 'wrap',
        minWidth: 0,
      }}
    >
      {props.mark}
      <Box component="span" sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>
        {props.children}
      </Box>
    </Box>
  );
}

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

function ServiceRow(props: { service: ServiceFact }) {
  const { name, path, environments } = props.service;
  return (
    <>
      <Title>{name}</Title>
      <Box sx={secondary}>{path}</Box>
      <Box
        component="dl"
        sx={{
          m: 0,
          mt: 0.75,
          display: 'grid',
          gridTemplateColumns: {
            xs: 'minmax(0, 1fr)',
            sm: 'minmax(0, 220px) minmax(0, 1fr)',
          },
          columnGap: 2,
          rowGap: 0.5,
        }}
      >
        {alikePlaces(environments).map(({ places, versions }, at) => (
          <Box key={at} sx={{ display: 'contents' }}>
            <Box component="dt" sx={{ ...secondary, mt: { xs: 0.5, sm: 0 } }}>
              {placeWords(places)}
            </Box>
            <Box component="dd" sx={{ m: 0, minWidth: 0 }}>
              {versions.length === 0 && (
                <Box component="span" sx={secondary}>
                  no version is pinned
                </Box>
              )}
              {versions.map((version, index) => (
                <Box
                  key={index}
                  sx={{ overflowWrap: 'anywhere', fontSize: '0.9375rem' }}
                >
                  {version.evidence.type === 'file' ? (
                    <FileLink
                      location={version.evidence.location}
                      label={`${version.value} of ${version.name}, in ${version.evidence.location.path}`}
                    >
                      {version.value}
                    </FileLink>
                  ) : (
                    shortRevision(version.value)
                  )}{' '}
                  <Box component="span" sx={secondary}>
                    {version.name}
                    {version.digest && ` ${shortDigest(version.digest)}`}
                  </Box>
                </Box>
              ))}
            </Box>
          </Box>
        ))}
      </Box>
    </>
  );
}

/** Enough of a digest to tell two apart. */
function shortDigest(digest: string): string {
  return digest.replace(/^(sha\d+:[0-9a-f]{12})[0-9a-f]+$/, '$1…');
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

const rows: { [K in FactKind]: (fact: FactsByKind[K]) => ReactNode } = {
  services: service => <ServiceRow service={service} />,
  findings: finding => <FindingRow finding={finding} />,
  secrets: secret => <SecretRow secret={secret} />,
  credentials: credential => <CredentialRow credential={credential} />,
  policies: policy => <PolicyRow policy={policy} />,
  guesses: guess => <GuessRow guess={guess} />,
};

/** An OWNERS file may name dozens. */
const shownTeams = 4;

/** One fact: what it is, who answers for it, and the line that says so. */
export function FactRow<K extends FactKind>(props: {
  kind: K;
  found: FoundFact<K>;
}) {
  const { kind, found } = props;
  const show: (fact: FactsByKind[K]) => ReactNode = rows[kind];
  const places = placeWords(found.places ?? []);
  return (
    <Box component="li" sx={{ minWidth: 0 }}>
      {show(found.fact)}
      {places && <Box sx={secondary}>built for {places}</Box>}
      {found.teams.length > 0 && (
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, mt: 0.5 }}>
          {found.teams.slice(0, shownTeams).map(team => (
            <OwnerBadge key={team} team={team} />
          ))}
          {found.teams.length > shownTeams && (
            <Box component="span" sx={secondary}>
              and {found.teams.length - shownTeams} more
            </Box>
          )}
        </Box>
      )}
    </Box>
  );
}
