import Box from '@mui/material/Box';
import { alpha, useTheme } from '@mui/material/styles';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { PromotedCell } from '@plumbline/plugin-plumbline-common';
import { useNow } from '@plumbline/plugin-plumbline-react';
import { useId, useMemo, useRef } from 'react';
import { placeName, shortVersion } from '../../words';
import {
  ranksOf,
  Segment,
  segmentsOf,
  sourcesOf,
  stepsOf,
  ticksOf,
} from './segments';
import { useWidth } from './useWidth';

const DAY = 24 * 3600_000;
const LANE = 58;
const BAR = 26;
const TITLE = 22;
const AXIS = 24;
/** Narrower than this, a version has no room for its name. */
const CHARACTER = 7.5;
const MOST_LANES = 12;

export const ranges = ['30', '90', '365', 'all'] as const;
export type Range = (typeof ranges)[number];

const rangeWords: Record<Range, string> = {
  '30': '30 days',
  '90': '90 days',
  '365': 'A year',
  all: 'All',
};

/**
 * A lane for each place, with the versions that stood there over time. The newest version is the darkest, so that a lane
 * that ends pale is behind; lines lead from where a version came first to where it came next.
 */
export function Timeline(props: {
  cells: PromotedCell[];
  range: Range;
  onRange(range: Range): void;
}) {
  const { cells, range, onRange } = props;
  const shown = cells.slice(0, MOST_LANES);
  const container = useRef<HTMLDivElement>(null);
  const width = useWidth(container, 720);
  const now = useNow();
  const lanes = useMemo(() => cells.map(segmentsOf), [cells]);
  const ranks = useMemo(() => ranksOf(lanes), [lanes]);
  const known = lanes.flat().flatMap(({ from, until }) => from ?? until ?? []);
  const oldest = known.length > 0 ? Math.min(...known) : now - 30 * DAY;
  const start =
    range === 'all'
      ? oldest - Math.max(DAY, (now - oldest) * 0.05)
      : now - Number(range) * DAY;
  return (
    <Box component="section" aria-label="Over time" sx={{ mb: 3 }}>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          gap: 1,
          alignItems: 'center',
          justifyContent: 'space-between',
          mb: 1,
        }}
      >
        <Box
          component="h2"
          sx={{ m: 0, fontSize: '1.125rem', fontWeight: 600 }}
        >
          Over time
        </Box>
        <ToggleButtonGroup
          exclusive
          size="small"
          aria-label="How far back"
          value={range}
          onChange={(_, next: Range | null) => next && onRange(next)}
        >
          {ranges.map(each => (
            <ToggleButton
              key={each}
              value={each}
              sx={{ textTransform: 'none', py: 0.25 }}
            >
              {rangeWords[each]}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      </Box>
      <Box ref={container} sx={{ minWidth: 0 }}>
        <Picture
          places={shown.map(placeName)}
          lanes={lanes.slice(0, MOST_LANES)}
          sources={sourcesOf(shown)}
          ranks={ranks}
          span={{ start, end: now }}
          width={width}
        />
      </Box>
      {cells.length > shown.length && (
        <Box sx={{ color: 'text.secondary', fontSize: '0.875rem' }}>
          The first {MOST_LANES} of {cells.length} places are drawn.
        </Box>
      )}
    </Box>
  );
}

function Picture(props: {
  places: string[];
  lanes: Segment[][];
  sources: (number | undefined)[];
  ranks: ReadonlyMap<string, number>;
  span: { start: number; end: number };
  width: number;
}) {
  const { places, lanes, sources, ranks, span, width } = props;
  const { palette } = useTheme();
  const clip = useId();
  const height = lanes.length * LANE + AXIS;
  const x = (time: number) =>
    ((time - span.start) / Math.max(1, span.end - span.start)) * width;
  const bar = (lane: number) => lane * LANE + TITLE;
  const ticks = ticksOf(span.start, span.end, Math.max(2, width / 110));
  return (
    <Box
      component="svg"
      role="img"
      aria-label={`Versions over time: ${lanes
        .map((lane, at) => `${places[at]} ${lane.at(-1)?.version ?? 'nothing'}`)
        .join(', ')}. The list below says the same.`}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      sx={{ display: 'block', maxWidth: '100%', fontSize: 13 }}
    >
      <clipPath id={clip}>
        <rect x="0" y="0" width={width} height={height} />
      </clipPath>
      {ticks.map(tick => (
        <g key={tick}>
          <line
            x1={x(tick)}
            x2={x(tick)}
            y1={0}
            y2={height - AXIS}
            stroke={palette.divider}
          />
          <text
            x={x(tick)}
            y={height - 7}
            textAnchor={anchorAt(x(tick), width)}
            fill={palette.text.secondary}
            fontSize="12"
          >
            {tickWords(tick, span.end - span.start)}
          </text>
        </g>
      ))}
      <g clipPath={`url(#${clip})`}>
        {lanes.map((lane, at) => (
          <g key={places[at]}>
            <text
              x={0}
              y={bar(at) - 6}
              fill={palette.text.primary}
              fontWeight="600"
            >
              {places[at]}
            </text>
            {lane.map(segment => (
              <Bar
                key={`${segment.from} ${segment.version}`}
                segment={segment}
                left={Math.max(0, x(segment.from ?? span.start))}
                right={Math.min(width, x(segment.until ?? span.end))}
                top={bar(at)}
                rank={ranks.get(segment.version) ?? 0}
              />
            ))}
          </g>
        ))}
        {stepsOf(lanes, sources)
          .filter(({ from }) => from >= span.start)
          .map(({ lane, lead, version, from, to }) => (
            <path
              key={`${lane} ${version} ${to}`}
              d={`M${x(from)} ${bar(lead) + BAR} V${bar(lane) - TITLE + 4} H${x(to)} V${bar(lane)}`}
              fill="none"
              stroke={palette.text.secondary}
              strokeDasharray="3 3"
            />
          ))}
      </g>
    </Box>
  );
}

const shades = [1, 0.42, 0.28, 0.18, 0.1];

function Bar(props: {
  segment: Segment;
  left: number;
  right: number;
  top: number;
  rank: number;
}) {
  const { segment, left, right, top, rank } = props;
  const { palette } = useTheme();
  const width = right - left;
  if (width <= 0) {
    return null;
  }
  const label = shortVersion(segment.version);
  const letters = Math.floor((width - 10) / CHARACTER);
  const { from, until, change } = segment;
  return (
    <g>
      <title>
        {[
          segment.version,
          from === undefined
            ? 'since before what is known'
            : `from ${dayOf(from)}`,
          until === undefined ? 'until now' : `until ${dayOf(until)}`,
          change && `by ${change.author}: ${change.subject}`,
        ]
          .filter(Boolean)
          .join(', ')}
      </title>
      <rect
        x={left}
        y={top}
        width={Math.max(1.5, width - 1)}
        height={BAR}
        rx={3}
        fill={alpha(
          palette.primary.main,
          shades[Math.min(rank, shades.length - 1)],
        )}
        stroke={palette.primary.main}
        strokeOpacity={0.55}
        strokeDasharray={from === undefined ? '4 3' : undefined}
      />
      {letters >= 3 && (
        <text
          x={left + 6}
          y={top + BAR / 2 + 4.5}
          fill={
            rank === 0 ? palette.primary.contrastText : palette.text.primary
          }
          fontWeight={rank === 0 ? 600 : 400}
        >
          {label.length > letters ? `${label.slice(0, letters - 1)}…` : label}
        </text>
      )}
    </g>
  );
}

function anchorAt(x: number, width: number): 'start' | 'middle' | 'end' {
  if (x < 30) {
    return 'start';
  }
  return x > width - 30 ? 'end' : 'middle';
}

function dayOf(time: number): string {
  return new Date(time).toLocaleDateString('en', { dateStyle: 'medium' });
}

function tickWords(time: number, span: number): string {
  return new Date(time).toLocaleDateString('en', {
    month: 'short',
    ...(span > 400 * DAY ? { year: 'numeric' } : { day: 'numeric' }),
  });
}
