import Box from '@mui/material/Box';
import { AlertStatistics } from '@plumbline/plugin-plumbline-common';
import {
  Hidden,
  isForbidden,
  Rows,
  TeamLink,
  useAlertStatistics,
} from '@plumbline/plugin-plumbline-react';
import { NotLoaded, Section } from '../components/Section';
import { durationWords } from './alertWords';

const shownWeeks = 8;
const shownTeams = 5;
const percent = (share: number) => `${Math.round(share * 100)} %`;

/** How fast an alert finds the people who can end it: the promise is a minute. */
export function TimeToOwner() {
  const { value, error } = useAlertStatistics(shownWeeks);
  // Nobody has to see that nothing was measured yet. Who may not read is told so by the list of alerts.
  if (value ? value.total.look.alerts === 0 : !error || isForbidden(error)) {
    return null;
  }
  return (
    <Section title={`Time to owner, last ${shownWeeks} weeks`}>
      {error && <NotLoaded error={error} before={value !== undefined} />}
      {value && <Measured statistics={value} />}
    </Section>
  );
}

function Measured(props: { statistics: AlertStatistics }) {
  const { total, weeks, teams } = props.statistics;
  const { look, confirmed } = total;
  return (
    <>
      <Box
        component="dl"
        sx={{
          m: 0,
          mb: 2,
          display: 'grid',
          gap: 2,
          gridTemplateColumns: 'repeat(auto-fit, minmax(150px, 1fr))',
        }}
      >
        <Figure
          name="looked at within a minute"
          value={
            look.withinMinute === undefined ? '–' : percent(look.withinMinute)
          }
        />
        <Figure
          name="median from alert to first look"
          value={look.p50 === undefined ? '–' : durationWords(look.p50)}
        />
        <Figure
          name={`median to a confirmed owner (${confirmed.alerts} alerts)`}
          value={
            confirmed.p50 === undefined ? '–' : durationWords(confirmed.p50)
          }
        />
      </Box>
      <Weeks weeks={weeks} />
      <Teams teams={teams} />
    </>
  );
}

function Figure(props: { name: string; value: string }) {
  const { name, value } = props;
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column-reverse' }}>
      <Box
        component="dt"
        sx={{ color: 'text.secondary', fontSize: '0.875rem' }}
      >
        {name}
      </Box>
      <Box component="dd" sx={{ m: 0, fontSize: '1.5rem', fontWeight: 600 }}>
        {value}
      </Box>
    </Box>
  );
}

/** A bar a week: how high the share within a minute was. */
function Weeks(props: { weeks: AlertStatistics['weeks'] }) {
  const weeks = [...props.weeks]
    .filter(({ look }) => look.withinMinute !== undefined)
    .reverse();
  if (weeks.length < 2) {
    return null;
  }
  return (
    <Box
      component="ul"
      aria-label="Looked at within a minute, by week"
      sx={{
        listStyle: 'none',
        m: 0,
        mb: 2,
        p: 0,
        display: 'flex',
        alignItems: 'flex-end',
        gap: 0.75,
        height: 72,
      }}
    >
      {weeks.map(({ week, look }) => (
        <Box
          component="li"
          key={week}
          title={`${week}: ${percent(look.withinMinute ?? 0)} of ${look.alerts}`}
          sx={{
            flex: '1 1 0',
            maxWidth: 48,
            height: `${Math.max(4, (look.withinMinute ?? 0) * 100)}%`,
            bgcolor: 'primary.main',
            borderRadius: '3px 3px 0 0',
          }}
        >
          <Hidden>
            {week}: {percent(look.withinMinute ?? 0)} of {look.alerts}
          </Hidden>
        </Box>
      ))}
    </Box>
  );
}

function Teams(props: { teams: AlertStatistics['teams'] }) {
  const teams = props.teams
    .filter(({ look }) => look.p50 !== undefined)
    .sort((a, b) => b.alerts - a.alerts)
    .slice(0, shownTeams);
  return (
    <Rows>
      {teams.map(({ team, alerts, look }) => (
        <Box
          component="li"
          key={team}
          sx={{ display: 'flex', justifyContent: 'space-between', gap: 2 }}
        >
          <TeamLink team={team} />
          <Box
            component="span"
            sx={{ color: 'text.secondary', textAlign: 'right' }}
          >
            {alerts} {alerts === 1 ? 'alert' : 'alerts'}, median{' '}
            {durationWords(look.p50 ?? 0)}
          </Box>
        </Box>
      ))}
    </Rows>
  );
}
