import CheckCircleIcon from '@mui/icons-material/CheckCircleOutline';
import ErrorIcon from '@mui/icons-material/ErrorOutline';
import HourglassIcon from '@mui/icons-material/HourglassEmpty';
import LinkOffIcon from '@mui/icons-material/LinkOff';
import SyncIcon from '@mui/icons-material/Sync';
import UpdateIcon from '@mui/icons-material/UpdateDisabled';
import Chip from '@mui/material/Chip';
import Tooltip from '@mui/material/Tooltip';
import { SourceStatus } from '@plumbline/plugin-plumbline-common';
import { sourceStateWords } from '../words';

const looks: Record<
  SourceStatus['state'],
  { icon: typeof SyncIcon; color: string }
> = {
  ok: { icon: CheckCircleIcon, color: 'success.main' },
  stale: { icon: UpdateIcon, color: 'warning.main' },
  failed: { icon: ErrorIcon, color: 'error.main' },
  reading: { icon: SyncIcon, color: 'info.main' },
  waiting: { icon: HourglassIcon, color: 'text.secondary' },
  gone: { icon: LinkOffIcon, color: 'text.secondary' },
};

/** Colour of a state in the theme's palette, for pictures. @public */
export function stateColor(state: SourceStatus['state']): string {
  return looks[state].color;
}

/** Where a source stands, in a word with an icon; the colour only underlines it. @public */
export function StateChip(props: { state: SourceStatus['state'] }) {
  const { icon: Icon, color } = looks[props.state];
  const { label, meaning } = sourceStateWords[props.state];
  return (
    <Tooltip title={meaning} describeChild>
      <Chip
        size="small"
        variant="outlined"
        label={label}
        icon={<Icon aria-hidden />}
        sx={{
          color: 'text.primary',
          borderColor: color,
          margin: 0,
          '& .v5-MuiChip-icon': { color },
        }}
      />
    </Tooltip>
  );
}
