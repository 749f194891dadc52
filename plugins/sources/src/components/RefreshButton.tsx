import SyncIcon from '@mui/icons-material/Sync';
import Button from '@mui/material/Button';
import Tooltip from '@mui/material/Tooltip';
import { SourceStatus } from '@plumbline/plugin-plumbline-common';
import { Hidden } from '@plumbline/plugin-plumbline-react';

export interface RefreshControl {
  refreshing: ReadonlySet<string>;
  denied: boolean;
  refresh(id: string): void;
}

const deniedWords =
  'You may not ask for a new read: that takes the permission plumbline.refresh';

export function RefreshButton(props: {
  source: SourceStatus;
  control: RefreshControl;
}) {
  const { source, control } = props;
  const waiting =
    control.refreshing.has(source.id) || source.state === 'reading';
  const inactive = waiting || control.denied || source.state === 'gone';
  let reason = 'Read it again now';
  if (control.denied) {
    reason = deniedWords;
  } else if (source.state === 'gone') {
    reason = 'It is no longer listed by its provider';
  } else if (waiting) {
    reason = 'It is being read';
  }
  // Not `disabled`: the reason must be there for the keyboard, too.
  return (
    <Tooltip title={reason} describeChild>
      <Button
        size="small"
        color="inherit"
        variant="outlined"
        startIcon={<SyncIcon fontSize="small" />}
        aria-disabled={inactive || undefined}
        onClick={() => !inactive && control.refresh(source.id)}
        sx={{
          textTransform: 'none',
          whiteSpace: 'nowrap',
          ...(inactive && { color: 'text.secondary', cursor: 'not-allowed' }),
        }}
      >
        {waiting ? 'Reading…' : 'Read again'} <Hidden>{source.name}</Hidden>
      </Button>
    </Tooltip>
  );
}
