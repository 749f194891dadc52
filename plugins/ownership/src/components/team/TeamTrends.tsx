import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import Typography from '@mui/material/Typography';
import { TeamView } from '@plumbline/plugin-plumbline-common';
import { EmptyState, secondary } from '@plumbline/plugin-plumbline-react';
import { Attention, attentionTitles } from '../../attention';
import { manyOf, thingKinds } from '../../words';
import { DaysTable } from '../DaysTable';

/** A number day by day; a day on which it is not known has none. */
interface Series {
  title: string;
  points: { day: string; value?: number }[];
}

const standing = [
  'alerts',
  'drift',
  'secrets',
  'promotions',
  'findings',
] as const satisfies readonly Attention[];

/** What a team had to look at, and what it owned, day by day. */
export function TeamTrends(props: { view: TeamView }) {
  const { view } = props;
  const owned = seriesOwned(view);
  const looked = standing.map((what): Series => ({
    title: attentionTitles[what],
    points: view.days.map(({ day, [what]: value }) => ({ day, value })),
  }));
  if (view.days.length === 0 && owned.length === 0) {
    return <EmptyState title="Nothing was counted yet" />;
  }
  return (
    <>
      <Panels title="What it had to look at" series={looked} />
      <Panels title="What it owned" series={owned} />
    </>
  );
}

/** How many of each kind it owned, and how many of all others claimed. */
function seriesOwned({ trend }: TeamView): Series[] {
  const kinds = thingKinds.filter(kind => trend.some(day => day[kind]));
  return trend.length === 0
    ? []
    : [
        ...kinds.map(kind => ({
          title: kind === 'path' ? 'Parts of repositories' : manyOf(kind),
          points: trend.map(({ day, [kind]: share }) => ({
            day,
            value: share?.total ?? 0,
          })),
        })),
        {
          title: attentionTitles.contested,
          points: trend.map(({ day, ...shares }) => ({
            day,
            value: kinds.reduce(
              (sum, kind) => sum + (shares[kind]?.contested ?? 0),
              0,
            ),
          })),
        },
      ];
}

/** Series beside each other, each as high as its own largest number, and all of them as a table. */
function Panels(props: { title: string; series: Series[] }) {
  const { title, series } = props;
  const days = series[0]?.points.map(({ day }) => day) ?? [];
  return days.length === 0 ? null : (
    <Box component="section" aria-label={title} sx={{ mb: 3 }}>
      <Typography component="h2" sx={{ fontWeight: 600, mb: 1 }}>
        {title}
      </Typography>
      <Box
        sx={{
          display: 'grid',
          gap: 1.5,
          gridTemplateColumns: 'repeat(auto-fill, minmax(9.5rem, 1fr))',
        }}
      >
        {series.map(each => (
          <Panel key={each.title} series={each} />
        ))}
      </Box>
      <Typography sx={{ ...secondary, mt: 1 }}>
        {days.length === 1
          ? 'Counted since today: lines begin with the next day.'
          : `${days[0]} to ${days.at(-1)}`}
      </Typography>
      <DaysTable
        label={`${title} by day`}
        days={days}
        columns={series.map(({ title: name, points }) => ({
          title: name,
          words: points.map(({ value }) => numberOf(value)),
        }))}
      />
    </Box>
  );
}

function Panel(props: { series: Series }) {
  const { title, points } = props.series;
  const known = points.flatMap(({ value }) => value ?? []);
  const last = points.at(-1)?.value;
  return (
    <Box
      component="figure"
      sx={{
        m: 0,
        px: 1.5,
        py: 1,
        border: 1,
        borderColor: 'divider',
        borderRadius: 2,
        bgcolor: 'background.paper',
      }}
    >
      <Box component="figcaption" sx={{ fontSize: '0.875rem' }}>
        <Box
          component="span"
          sx={{
            display: 'block',
            fontSize: '1.375rem',
            fontWeight: 600,
            lineHeight: 1.2,
            fontVariantNumeric: 'tabular-nums',
          }}
        >
          {numberOf(last)}
        </Box>
        {title}
        <Box
          component="span"
          sx={{ display: 'block', color: 'text.secondary' }}
        >
          {changeOf(points.length, known, last)}
        </Box>
      </Box>
      {points.length > 1 && (
        <CountLine
          values={points.map(({ value }) => value)}
          label={`${title}, ${points.length} days: ${numberOf(known[0])} at first, ${numberOf(last)} now`}
          wide
        />
      )}
    </Box>
  );
}

/** A dash is no zero. */
function numberOf(value: number | undefined): string {
  return value === undefined ? '–' : value.toLocaleString('en');
}

/** Nothing where there is nothing to compare with. */
function changeOf(
  days: number,
  known: number[],
  last: number | undefined,
): string | undefined {
  if (last === undefined) {
    return 'not known';
  }
  if (days < 2 || known.length < 2) {
    return undefined;
  }
  const difference = last - known[0];
  if (difference === 0) {
    return 'as before';
  }
  return `${Math.abs(difference).toLocaleString('en')} ${difference > 0 ? 'more' : 'fewer'}`;
}

/** A number day by day as a small line from zero to its largest. */
export function CountLine(props: {
  values: (number | undefined)[];
  label: string;
  wide?: boolean;
}) {
  const { values, label, wide } = props;
  const { palette } = useTheme();
  const largest = Math.max(1, ...values.flatMap(value => value ?? []));
  const [width, height] = wide ? [160, 40] : [80, 24];
  const at = values.flatMap((value, index) =>
    value === undefined
      ? []
      : [
          [
            values.length < 2
              ? width / 2
              : (index * (width - 4)) / (values.length - 1) + 2,
            height - 2 - (value / largest) * (height - 4),
          ],
        ],
  );
  return (
    <svg
      width={wide ? '100%' : width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {at.length === 1 ? (
        <circle cx={at[0][0]} cy={at[0][1]} r="2" fill={palette.primary.main} />
      ) : (
        <polyline
          points={at.map(point => point.join(',')).join(' ')}
          fill="none"
          stroke={palette.primary.main}
          strokeWidth="2"
          vectorEffect="non-scaling-stroke"
        />
      )}
    </svg>
  );
}
