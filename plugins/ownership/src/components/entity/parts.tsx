import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import Typography from '@mui/material/Typography';
import {
  ClaimView,
  Finding,
  OwnedThing,
  Owner,
} from '@plumbline/plugin-plumbline-common';
import {
  Age,
  alikeClaims,
  catalogPath,
  counted,
  describeClaimSource,
  entityPath,
  EvidenceLink,
  EvidenceLinks,
  FileLink,
  secondary,
  teamName,
  TextLink,
} from '@plumbline/plugin-plumbline-react';
import { Fragment, ReactNode, useEffect } from 'react';
import { useLocation } from 'react-router-dom';
import { useLinks } from '../../paths';
import { nameOfThing, placeOfThing } from '../../words';

/** A team, leading to its page here, and to the catalog where the pages are not installed. */
export function TeamRef(props: { team: string; title?: string }) {
  const { team, title } = props;
  const links = useLinks();
  return (
    <TextLink to={links?.team(team) ?? catalogPath(team)}>
      {title || teamName(team)}
    </TextLink>
  );
}

/** What is true of the whole page: not all is worked out, or not all may be seen. */
export function Notes(props: { pending?: number; restricted?: boolean }) {
  const { pending = 0, restricted } = props;
  return (
    <>
      {restricted && (
        <Alert severity="info" sx={{ mb: 2, borderRadius: 2 }}>
          You may see some teams only: what belongs to others is left out.
        </Alert>
      )}
      {pending > 0 && (
        <Typography role="status" sx={{ mb: 2, color: 'text.secondary' }}>
          {pending >= 1_000 ? 'More than 1,000' : pending.toLocaleString('en')}{' '}
          {pending === 1 ? 'change is' : 'changes are'} still being worked out:
          what you see may lag behind.
        </Typography>
      )}
    </>
  );
}

/** A thing by its name, and where it is. */
export function ThingTitle(props: { thing: OwnedThing }) {
  const { thing } = props;
  return (
    <Box sx={{ minWidth: 0 }}>
      <Typography
        component="h2"
        sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}
      >
        {thing.location ? (
          <FileLink location={thing.location} url={thing.url}>
            {nameOfThing(thing)}
          </FileLink>
        ) : (
          nameOfThing(thing)
        )}{' '}
        {thing.contested && (
          <Chip
            size="small"
            variant="outlined"
            label="contested"
            sx={{ borderColor: 'warning.main', m: 0 }}
          />
        )}
      </Typography>
      <Typography sx={{ color: 'text.secondary', fontSize: '0.875rem' }}>
        {placeOfThing(thing)}
        {thing.type === 'path' && ` · ${counted(thing.size, 'file')}`}
        {entitiesOf(thing).map(entity => (
          <Fragment key={entity}>
            {' · '}
            <TextLink to={pathOfEntity(entity)}>
              {entity} in the catalog
            </TextLink>
          </Fragment>
        ))}
        {thing.sameBecause &&
          ` · one service with those of other repositories: ${thing.sameBecause}`}
      </Typography>
    </Box>
  );
}

/** The entity that stands for a service, or all that may. */
function entitiesOf({ entity, entities = [] }: OwnedThing): string[] {
  return entity === undefined ? entities : [entity];
}

/** The page of an entity; nothing for what is no ref. */
function pathOfEntity(ref: string): string | undefined {
  const [, kind, namespace, name] = /^([^:/]+):([^/]+)\/(.+)$/.exec(ref) ?? [];
  return (
    kind &&
    entityPath({
      apiVersion: 'backstage.io/v1alpha1',
      kind,
      namespace,
      name,
    })
  );
}

/** What decided about the owner, and how old that is. */
export function Evidence(props: { thing: OwnedThing; owner?: Owner }) {
  const { thing, owner = thing.owners[0] } = props;
  return (
    <Typography
      sx={{
        color: 'text.secondary',
        fontSize: '0.875rem',
        overflowWrap: 'anywhere',
      }}
    >
      {owner && (
        <>
          “{owner.raw.slice(0, 120)}” by {describeClaimSource(owner.source)}:{' '}
          <EvidenceLink evidence={owner.evidence} url={owner.url} />
          {thing.ownersTotal !== undefined &&
            ` · one of ${thing.ownersTotal.toLocaleString('en')} owners`}
          {' · '}
        </>
      )}
      {thing.asOf ? (
        <>
          read <Age at={thing.asOf} />
        </>
      ) : (
        'its source was never read in full'
      )}
      {thing.stale && (
        <>
          {' · '}
          <Box component="span" sx={{ color: 'text.primary' }}>
            <strong>stale</strong>: {thing.stale}
          </Box>
        </>
      )}
    </Typography>
  );
}

/** Everything that is said about the owner, what decided first. */
export function Claims(props: { claims: ClaimView[] }) {
  return (
    <Box component="ul" sx={{ m: 0, pl: 2.5, fontSize: '0.875rem' }}>
      {alikeClaims(props.claims).map(
        ({ team, sources, places, decisive, age }, index) => (
          <li key={index}>
            {team ? <TeamRef team={team} /> : <span>marked as nobody’s</span>}{' '}
            by {sources.map(describeClaimSource).join(' and ')}:{' '}
            <EvidenceLinks places={places} />
            {age && (
              <>
                , the catalog was{' '}
                {age.asOf ? (
                  <>
                    read <Age at={age.asOf} />
                  </>
                ) : (
                  'never read'
                )}
                {age.stale && (
                  <>
                    {' '}
                    (<strong>stale</strong>: {age.stale})
                  </>
                )}
              </>
            )}
            {decisive && ' (decides)'}
          </li>
        ),
      )}
    </Box>
  );
}

/** What is wrong in a file, how bad that is, and the line. */
export function FindingWords(props: { finding: Finding }) {
  const { severity, rule, message, location } = props.finding;
  return (
    <>
      <Typography component="h3" sx={{ fontWeight: 600 }}>
        {severity}: {rule}
      </Typography>
      <Typography sx={{ overflowWrap: 'anywhere' }}>{message}</Typography>
      <Typography sx={secondary}>
        <EvidenceLink evidence={{ type: 'file', location }} />
      </Typography>
    </>
  );
}

/** A part of the tab that an address leads to. */
export function Part(props: {
  id: string;
  title: string;
  children: ReactNode;
}) {
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
