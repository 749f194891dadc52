import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import useMediaQuery from '@mui/material/useMediaQuery';
import { CoverageDay, ThingKind } from '@plumbline/plugin-plumbline-common';
import { manyOf, percent, thingKinds } from '../words';
import { DaysTable } from './DaysTable';

const height = 200;
const edge = { left: 44, right: 16, top: 12, bottom: 28 };
const dashes: Record<ThingKind, string | undefined> = {
  service: undefined,
  workload: '8 4',
  namespace: '3 3',
  path: '12 3 2 3',
};

/** The share that has an owner, day by day, for each kind of thing: lines that differ in more than colour, and the same as a table. */
export function CoverageChart(props: { days: CoverageDay[] }) {
  const { days } = props;
  const { palette, breakpoints } = useTheme();
  // As wide as it is shown, about: its words keep their size on a phone.
  const width = useMediaQuery(breakpoints.down('sm')) ? 360 : 720;
  const colors: Record<ThingKind, string> = {
    service: palette.primary.main,
    workload: palette.info.main,
    namespace: palette.success.main,
    path: palette.warning.main,
  };
  const kinds = thingKinds.filter(kind => days.some(day => day[kind]));
  const x = (index: number) =>
    edge.left +
    (days.length < 2
      ? (width - edge.left - edge.right) / 2
      : (index * (width - edge.left - edge.right)) / (days.length - 1));
  const y = (share: number) =>
    edge.top + (1 - share / 100) * (height - edge.top - edge.bottom);
  const share = (day: CoverageDay, kind: ThingKind) => {
    const found = day[kind];
    return found && percent(found.owned + found.explicit, found.total);
  };
  const last = days.at(-1);
  const summary = kinds
    .map(kind => `${manyOf(kind)} ${last ? (share(last, kind) ?? 0) : 0} %`)
    .join(', ');
  return (
    <Box component="figure" sx={{ m: 0, mb: 3 }}>
      <Box
        component="svg"
        role="img"
        aria-label={`Share with an owner, ${days.length === 1 ? 'today' : `${days.length} days`}: ${summary}`}
        viewBox={`0 0 ${width} ${height}`}
        sx={{ width: '100%', height: 'auto', display: 'block' }}
      >
        {[0, 50, 100].map(tick => (
          <g key={tick}>
            <line
              x1={edge.left}
              x2={width - edge.right}
              y1={y(tick)}
              y2={y(tick)}
              stroke={palette.divider}
            />
            <text
              x={edge.left - 8}
              y={y(tick) + 4}
              textAnchor="end"
              fontSize="12"
              fill={palette.text.secondary}
            >
              {tick} %
            </text>
          </g>
        ))}
        {kinds.map(kind => {
          const points = days.flatMap((day, index) => {
            const value = share(day, kind);
            return value === undefined ? [] : [[x(index), y(value)]];
          });
          return (
            <g key={kind}>
              <polyline
                points={points.map(point => point.join(',')).join(' ')}
                fill="none"
                stroke={colors[kind]}
                strokeWidth="2.5"
                strokeDasharray={dashes[kind]}
              />
              {points.slice(-1).map(([cx, cy]) => (
                <circle key={cx} cx={cx} cy={cy} r="4" fill={colors[kind]} />
              ))}
            </g>
          );
        })}
        {[days[0], last].map((day, index) =>
          day && (index === 0 || days.length > 1) ? (
            <text
              key={day.day}
              x={index === 0 ? edge.left : width - edge.right}
              y={height - 8}
              textAnchor={index === 0 ? 'start' : 'end'}
              fontSize="12"
              fill={palette.text.secondary}
            >
              {day.day}
            </text>
          ) : null,
        )}
      </Box>
      <Box
        component="figcaption"
        sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, fontSize: '0.875rem' }}
      >
        {kinds.map(kind => (
          <Box
            component="span"
            key={kind}
            sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.75 }}
          >
            <svg width="28" height="8" aria-hidden focusable="false">
              <line
                x1="0"
                x2="28"
                y1="4"
                y2="4"
                stroke={colors[kind]}
                strokeWidth="2.5"
                strokeDasharray={dashes[kind]}
              />
            </svg>
            {manyOf(kind)} {last ? (share(last, kind) ?? 0) : 0} %
          </Box>
        ))}
      </Box>
      <DaysTable
        label="Share with an owner by day"
        days={days.map(({ day }) => day)}
        columns={kinds.map(kind => ({
          title: manyOf(kind),
          words: days.map(({ [kind]: found }) =>
            found ? `${found.owned + found.explicit} of ${found.total}` : '–',
          ),
        }))}
      />
    </Box>
  );
}

/** How much was owned lately, as a small line beside a name. */
export function Sparkline(props: {
  points: { total: number; owned: number }[];
  label: string;
}) {
  const { points, label } = props;
  const { palette } = useTheme();
  const at = points.map(({ total, owned }, index) => [
    points.length < 2 ? 40 : (index * 80) / (points.length - 1),
    22 - (percent(owned, total) / 100) * 20,
  ]);
  return (
    <svg width="80" height="24" role="img" aria-label={label}>
      {at.length < 2 ? (
        at.map(([cx, cy]) => (
          <circle key={cx} cx={cx} cy={cy} r="2" fill={palette.primary.main} />
        ))
      ) : (
        <polyline
          points={at.map(point => point.join(',')).join(' ')}
          fill="none"
          stroke={palette.primary.main}
          strokeWidth="2"
        />
      )}
    </svg>
  );
}
