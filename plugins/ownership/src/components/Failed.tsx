import Typography from '@mui/material/Typography';
import { describeError } from '@plumbline/plugin-plumbline-react';

/** In a card: why it shows nothing. */
export function Failed(props: { error: Error; permission?: string }) {
  const { title, advice } = describeError(props.error, props.permission);
  return (
    <Typography role="alert">
      {title}. {advice}
    </Typography>
  );
}
