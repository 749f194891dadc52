import { alpha, Theme } from '@mui/material/styles';

export const ROW_HEIGHT = 68;
export const NAME_WIDTH = 220;

const ellipsis = {
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
};

const tint =
  (color: 'warning' | 'error', strength: number) => (theme: Theme) => ({
    borderLeftColor: theme.palette[color].main,
    backgroundColor: alpha(theme.palette[color].main, strength),
  });

/** One set of rules for the whole grid: a rule for each cell would cost more than the cell. */
export const gridStyle = {
  fontSize: '0.875rem',
  lineHeight: 1.4,
  '& .plumbline-head': {
    display: 'grid',
    position: 'sticky',
    top: 0,
    zIndex: 3,
    fontWeight: 600,
    backgroundColor: 'background.paper',
    borderBottom: 1,
    borderColor: 'divider',
    '& > div': {
      display: 'flex',
      flexDirection: 'column',
      justifyContent: 'center',
      minWidth: 0,
      px: 1.5,
      // As far in as what stands in the cells below.
      borderLeft: '3px solid transparent',
    },
    '& > .plumbline-name': { px: 2, borderLeft: 0 },
  },
  '& .plumbline-row': {
    display: 'grid',
    position: 'absolute',
    left: 0,
    right: 0,
    borderBottom: 1,
    borderColor: 'divider',
    '& > div': { minWidth: 0 },
  },
  '& .plumbline-name': {
    position: 'sticky',
    left: 0,
    zIndex: 2,
    display: 'flex',
    flexDirection: 'column',
    justifyContent: 'center',
    px: 2,
    backgroundColor: 'background.paper',
    borderRight: 1,
    borderColor: 'divider',
    '& a': { ...ellipsis, fontWeight: 600, color: 'primary.main' },
  },
  '& .plumbline-cell': {
    display: 'flex',
    flexDirection: 'column',
    justifyContent: 'center',
    height: '100%',
    px: 1.5,
    color: 'text.primary',
    textDecoration: 'none',
    borderLeft: '3px solid transparent',
    '&:hover': { backgroundColor: 'action.hover' },
  },
  '& [data-at]:focus-visible': {
    outline: '2px solid',
    outlineColor: 'primary.main',
    outlineOffset: '-2px',
  },
  '& .plumbline-warning': tint('warning', 0.07),
  '& .plumbline-alarm': tint('error', 0.09),
  '& .plumbline-version': {
    display: 'flex',
    alignItems: 'center',
    gap: 0.75,
    minWidth: 0,
    fontSize: '1rem',
  },
  '& .plumbline-alarm .plumbline-version, & .plumbline-warning .plumbline-version':
    { fontWeight: 600 },
  '& .plumbline-text': { ...ellipsis, minWidth: 0 },
  '& .plumbline-note': {
    ...ellipsis,
    display: 'block',
    fontSize: '0.8125rem',
    fontWeight: 400,
    color: 'text.secondary',
  },
  '& .plumbline-note b': { fontWeight: 600 },
  '& .plumbline-sign': { flexShrink: 0 },
  '& .plumbline-bar': {
    height: 5,
    mt: 0.5,
    borderRadius: 1,
    backgroundColor: 'currentColor',
  },
  '& .plumbline-short': { color: 'warning.main' },
  '& .plumbline-long': { color: 'error.main' },
  // The bar has the colour; words of it could not be read on this ground.
  '& b.plumbline-short': { color: 'text.primary' },
  '& .plumbline-hidden': {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
  '& .plumbline-runs': { flexShrink: 0, ml: 'auto' },
} as const;
