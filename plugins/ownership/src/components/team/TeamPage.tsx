import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import Typography from '@mui/material/Typography';
import { TeamView } from '@plumbline/plugin-plumbline-common';
import {
  ContactList,
  counted,
  describeEvidence,
  directAddress,
  EvidenceLink,
  oneOf,
  parametersOf,
  plumblineTeamsApiRef,
  searchOf,
  secondary,
  tabsOfPage,
  teamName,
  useDocumentTitle,
  useLoaded,
  useReloadEvery,
  WhenLoaded,
} from '@plumbline/plugin-plumbline-react';
import { useState } from 'react';
import { Link as RouterLink, useLocation, useParams } from 'react-router-dom';
import { describeUnknown, useAttentionPath } from '../../attention';
import { AttentionTiles } from '../AttentionTiles';
import { Notes, TeamRef } from '../entity/parts';
import { Shell } from '../Shell';
import { OnCallOfTeam } from './TeamOnCall';
import { TeamHistory } from './TeamHistory';
import { TeamTrends } from './TeamTrends';
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
  'trends',
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
  trends: 'Trends',
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

function isList(tab: TabName): tab is keyof typeof things {
  return tab in things;
}

/** A team by the ref in the address. */
export function TeamPage() {
  const { '*': ref = '' } = useParams();
  return (
    <Shell>
      <TeamContent team={ref} />
    </Shell>
  );
}

/** Turns end while somebody looks. */
const reloadMs = 60_000;

/** One team: who is on call and how to reach it, what stands out, and all that it owns. */
export function TeamContent(props: { team: string }) {
  const { team } = props;
  const loaded = useLoaded(plumblineTeamsApiRef, team, api => api.team(team));
  useReloadEvery(loaded, loaded.value?.onCall && reloadMs);
  useDocumentTitle(loaded.value?.team.title ?? teamName(team));
  return (
    <WhenLoaded loaded={loaded} permission="plumbline.team.read">
      {view => (
        <>
          <Header view={view} />
          <Notes pending={view.pending} />
          <Sections view={view} />
        </>
      )}
    </WhenLoaded>
  );
}

function Header(props: { view: TeamView }) {
  const { team, contacts, onCall, aliases, described, clashes } = props.view;
  const { counts } = team;
  const pathTo = useAttentionPath();
  const ways = contacts.filter(({ type }) => type !== 'person');
  return (
    <Box component="header" sx={{ mb: 3 }}>
      <Typography
        component="h2"
        sx={{ fontSize: '1.5rem', fontWeight: 600, overflowWrap: 'anywhere' }}
      >
        {team.title ?? teamName(team.ref)}
      </Typography>
      <Typography sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
        {team.ref}
        {aliases.length > 0 && ` · also ${aliases.slice(0, 8).join(', ')}`}
      </Typography>
      {onCall && <OnCallOfTeam onCall={onCall} />}
      <Box sx={{ my: 2 }}>
        {ways.length > 0 ? (
          <ContactList
            contacts={ways}
            label="Contact"
            primary={
              !onCall?.entries.some(({ contact }) => directAddress(contact))
            }
          />
        ) : (
          'Nothing that was read says how to reach it.'
        )}
      </Box>
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
        <AttentionTiles
          counts={counts}
          pathTo={what => pathTo(team.ref, what)}
        />
      </Box>
      <Clusters view={props.view} />
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

/** Clusters that are named at once. */
const MOST_CLUSTERS = 8;

/** Where its things run, each cluster leading to them. */
function Clusters(props: { view: TeamView }) {
  const { clusters, team } = props.view;
  const more = team.counts.clusters - MOST_CLUSTERS;
  return clusters.length === 0 ? null : (
    <Typography sx={{ ...secondary, mt: 1.5 }}>
      Runs in{' '}
      {clusters.slice(0, MOST_CLUSTERS).map((cluster, at) => (
        <span key={cluster}>
          {at > 0 && ', '}
          <Link
            component={RouterLink}
            to={{ search: searchOf({ tab: 'workloads', cluster }) }}
            underline="always"
          >
            {cluster}
          </Link>
        </span>
      ))}
      {more > 0 && ` and ${counted(more, 'further cluster')}`}
    </Typography>
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
  // Numbers that follow along take nobody to another tab.
  const [first] = useState(tabs.find(each => numbers[each]) ?? 'services');
  const tab = oneOf(tabs, asked) ?? first;
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
        sx={tabsOfPage}
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
        {tab === 'trends' && <TeamTrends view={view} />}
        {tab === 'people' && <TeamPeople view={view} />}
        {tab === 'history' && <TeamHistory team={ref} />}
        {isList(tab) && (
          <TeamThings key={tab} view={view} tab={tab} only={things[tab]} />
        )}
      </div>
    </>
  );
}
