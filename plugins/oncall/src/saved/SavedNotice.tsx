import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { Age } from '@plumbline/plugin-plumbline-react';

/** Above an answer that was saved: it is old, and how old. */
export function SavedNotice(props: { savedAt: string; onRetry(): void }) {
  return (
    <Alert
      severity="warning"
      role="alert"
      sx={{ mb: 2, borderRadius: 2 }}
      action={
        <Button
          color="inherit"
          size="small"
          sx={{ textTransform: 'none' }}
          onClick={props.onRetry}
        >
          Try again
        </Button>
      }
    >
      The portal does not answer. This is what it said{' '}
      <Age at={props.savedAt} />.
    </Alert>
  );
}
