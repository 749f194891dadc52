import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import Typography from '@mui/material/Typography';
import { TeamView } from '@plumbline/plugin-plumbline-common';
import {
  describeEvidence,
  EvidenceLink,
  oneOf,
  parametersOf,
  plumblineTeamsApiRef,
  searchOf,
  teamName,
  TextLink,
  useDocumentTitle,
  useLoaded,
  WhenLoaded,
} from '@plumbline/plugin-plumbline-react';
import { Link as RouterLink, useLocation, useParams } from 'react-router-dom';
import { describeUnknown } from '../attention';
import { AttentionTiles } from './AttentionTiles';
import { Notes, TeamRef } from './parts';
import { Shell } from './Shell';
import { TeamHistory } from './TeamHistory';
import { membersOf, TeamFindings, TeamPeople, TeamThings } from './TeamTabs';

const tabs = [
  'services',
  'workloads',
  'namespaces',
  'repositories',
  'drift',
  'secrets',
  'findings',
  'contested',
  'people',
  'history',
] as const;
type TabName = (typeof tabs)[number];

const titles: Record<TabName, string> = {
  services: 'Services',
  workloads: 'Workloads',
  namespaces: 'Namespaces',
  repositories: 'Repositories',
  drift: 'Out of sync past due',
  secrets: 'Secrets',
  findings: 'Findings',
  contested: 'Contested',
  people: 'People',
  history: 'History',
};

/** Tabs that most teams have nothing for. */
const rare: readonly TabName[] = ['drift', 'secrets', 'contested'];

/** Which things the other tabs list. */
const things = {
  services: { type: 'service' },
  workloads: { type: 'workload' },
  namespaces: { type: 'namespace' },
  repositories: { type: 'path' },
  drift: { type: 'workload', trouble: 'drift' },
  secrets: { type: 'workload', trouble: 'secrets' },
  contested: { contested: true },
} as const;

/** A team by the ref in the address. */
export function TeamPage() {
  const { '*': ref = '' } = useParams();
  return (
    <Shell>
      <TeamContent team={ref} heading="h1" />
    </Shell>
  );
}

/** One team: how to reach it, what stands out, and all that it owns. */
export function TeamContent(props: { team: string; heading?: 'h1' | 'h2' }) {
  const { team, heading = 'h2' } = props;
  const loaded = useLoaded(plumblineTeamsApiRef, team, api => api.team(team));
  useDocumentTitle(loaded.value?.team.title ?? teamName(team));
  return (
    <WhenLoaded loaded={loaded} permission="plumbline.team.read">
      {view => (
        <>
          <Header view={view} heading={heading} />
          <Notes pending={view.pending} />
          <Sections view={view} />
        </>
      )}
    </WhenLoaded>
  );
}

function Header(props: { view: TeamView; heading: 'h1' | 'h2' }) {
  const { team, contacts, aliases, described, clashes } = props.view;
  const { counts } = team;
  const ways = contacts.filter(({ type }) => type !== 'person');
  return (
    <Box component="header" sx={{ mb: 3 }}>
      <Typography
        component={props.heading}
        sx={{ fontSize: '1.5rem', fontWeight: 600, overflowWrap: 'anywhere' }}
      >
        {team.title ?? teamName(team.ref)}
      </Typography>
      <Typography sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
        {team.ref}
        {aliases.length > 0 && ` · also ${aliases.slice(0, 8).join(', ')}`}
      </Typography>
      <Typography sx={{ mt: 1 }}>
        {ways.length === 0
          ? 'Nothing that was read says how to reach it.'
          : 'Reach it: '}
        {ways.map(({ type, value, url }, index) => (
          <span key={`${type} ${value}`}>
            {index > 0 && ' · '}
            <TextLink to={url ?? (type === 'email' ? `mailto:${value}` : '')}>
              {value}
            </TextLink>
            {type === 'oncall' && ' (on call)'}
          </span>
        ))}
      </Typography>
      <Typography sx={{ color: 'text.secondary', fontSize: '0.875rem' }}>
        {described.length === 0
          ? 'No directory describes it: marks alone name it.'
          : 'Described in '}
        {described.map(({ evidence, url }, index) => (
          <span key={describeEvidence(evidence)}>
            {index > 0 && ', '}
            <EvidenceLink evidence={evidence} url={url} />
          </span>
        ))}
      </Typography>
      <Box sx={{ mt: 2 }}>
        <AttentionTiles team={team} />
      </Box>
      {describeUnknown(counts).map(sentence => (
        <Typography
          key={sentence}
          sx={{ color: 'text.secondary', fontSize: '0.875rem', mt: 1 }}
        >
          {sentence}
        </Typography>
      ))}
      {clashes.map(({ ref, mark }) => (
        <Alert
          key={`${ref} ${mark}`}
          severity="warning"
          sx={{ mt: 1.5, borderRadius: 2 }}
        >
          “{mark}” is what <TeamRef team={ref} /> is called as well: such a mark
          counts for the team whose name it is, and for neither where it is a
          title or an alias of both.
        </Alert>
      ))}
    </Box>
  );
}

function Sections(props: { view: TeamView }) {
  const { view } = props;
  const { counts, ref } = view.team;
  const location = useLocation();
  const { tab: asked } = parametersOf(location.search, ['tab']);
  const numbers: { [T in TabName]?: number } = {
    services: counts.services,
    workloads: counts.workloads,
    namespaces: counts.namespaces,
    repositories: counts.repositories,
    drift: counts.drift,
    secrets: counts.secrets,
    findings: counts.findings,
    contested: counts.contested,
    people: view.people.length + membersOf(view).length,
  };
  const tab =
    oneOf(tabs, asked) ?? tabs.find(each => numbers[each]) ?? 'services';
  // Lists of what is wrong are there where something is.
  const shown = tabs.filter(
    each => !rare.includes(each) || each === tab || numbers[each],
  );
  return (
    <>
      <Tabs
        value={tab}
        variant="scrollable"
        aria-label="What belongs to it"
        sx={{ mb: 2, borderBottom: 1, borderColor: 'divider' }}
      >
        {shown.map(each => (
          <Tab
            key={each}
            id={`team-tab-${each}`}
            aria-controls={`team-panel-${each}`}
            value={each}
            component={RouterLink}
            to={{ search: searchOf({ tab: each }) }}
            replace
            label={
              numbers[each] === undefined
                ? titles[each]
                : `${titles[each]} ${numbers[each].toLocaleString('en')}`
            }
            sx={{ textTransform: 'none' }}
          />
        ))}
      </Tabs>
      <div
        role="tabpanel"
        id={`team-panel-${tab}`}
        aria-labelledby={`team-tab-${tab}`}
      >
        {tab === 'findings' && <TeamFindings team={ref} />}
        {tab === 'people' && <TeamPeople view={view} />}
        {tab === 'history' && <TeamHistory team={ref} />}
        {tab !== 'findings' && tab !== 'people' && tab !== 'history' && (
          <TeamThings key={tab} view={view} tab={tab} only={things[tab]} />
        )}
      </div>
    </>
  );
}
