import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { Link as RouterLink } from 'react-router-dom';
import {
  Attention,
  AttentionCounts,
  attentions,
  attentionTitles,
  describeAttention,
} from '../attention';

/** How things stand: a number for each thing to look at, which leads to the list that it counts. */
export function AttentionTiles(props: {
  counts: AttentionCounts;
  pathTo: (what: Attention) => string | undefined;
}) {
  const { counts, pathTo } = props;
  return (
    <Box
      component="ul"
      aria-label="What to look at"
      sx={{
        listStyle: 'none',
        m: 0,
        p: 0,
        display: 'grid',
        gap: 1,
        gridTemplateColumns: 'repeat(auto-fill, minmax(6.75rem, 1fr))',
      }}
    >
      {attentions.map(what => (
        <li key={what}>
          <Tile
            what={what}
            count={counts[what]}
            to={counts[what] ? pathTo(what) : undefined}
          />
        </li>
      ))}
    </Box>
  );
}

/** What wakes somebody stands out from what can wait. */
const colors: Record<Attention, 'error.main' | 'warning.main'> = {
  alerts: 'error.main',
  drift: 'warning.main',
  secrets: 'error.main',
  promotions: 'warning.main',
  findings: 'warning.main',
  contested: 'warning.main',
};

/** A number that is not known is a dash: it is no zero. */
function Tile(props: {
  what: Attention;
  count: number | undefined;
  to: string | undefined;
}) {
  const { what, count, to } = props;
  const link = to === undefined ? {} : { component: RouterLink, to };
  return (
    <Box
      {...link}
      sx={{
        display: 'block',
        height: '100%',
        border: 1,
        borderColor: 'divider',
        borderLeft: 4,
        borderLeftColor: count ? colors[what] : 'divider',
        borderRadius: 2,
        bgcolor: 'background.paper',
        color: 'text.secondary',
        textDecoration: 'none',
        px: 1.5,
        py: 1,
        '&[href]:hover': { bgcolor: 'action.hover' },
      }}
      title={count === undefined ? 'not known' : describeAttention(what, count)}
    >
      <Typography
        component="span"
        sx={{
          display: 'block',
          fontSize: '1.375rem',
          lineHeight: 1.2,
          fontWeight: 600,
          fontVariantNumeric: 'tabular-nums',
          color: count ? 'text.primary' : 'text.secondary',
        }}
      >
        {count === undefined ? '–' : count.toLocaleString('en')}
      </Typography>
      <Typography component="span" sx={{ fontSize: '0.875rem' }}>
        {attentionTitles[what]}
      </Typography>
    </Box>
  );
}
