import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { AlertReceiverStatus } from '@plumbline/plugin-plumbline-common';
import {
  Age,
  isForbidden,
  Rows,
  secondary,
  useAlertReceivers,
} from '@plumbline/plugin-plumbline-react';
import { NotLoaded, Section } from '../components/Section';

/** Who tells of alerts, and what was refused: a sender with a wrong secret is seen here, not in the night. */
export function Receivers() {
  const { value, error } = useAlertReceivers();
  if (value ? value.items.length === 0 : !error || isForbidden(error)) {
    return null;
  }
  return (
    <Section title="Where alerts come from">
      {error && <NotLoaded error={error} before={value !== undefined} />}
      <Rows>
        {value?.items.map(receiver => (
          <li key={receiver.id}>
            <Receiver receiver={receiver} />
          </li>
        ))}
      </Rows>
    </Section>
  );
}

function Receiver(props: { receiver: AlertReceiverStatus }) {
  const { receiver } = props;
  const { id, active, alerts, lastDelivery, rejections, poll, pending } =
    receiver;
  return (
    <>
      <Box sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>{id}</Box>
      <Typography sx={secondary}>
        {active ? '' : 'not set up any more, '}
        {alerts.toLocaleString('en')} {alerts === 1 ? 'alert' : 'alerts'}
        {lastDelivery ? (
          <>
            , the last delivery <Age at={lastDelivery} />
          </>
        ) : (
          ', nothing delivered yet'
        )}
        {pending > 0 && `, ${pending} still to be fetched from the sender`}
      </Typography>
      {poll?.error && (
        <Typography sx={{ ...secondary, color: 'error.main' }}>
          Asking the sender fails: {poll.error}
        </Typography>
      )}
      {rejections.map(({ reason, message, total, last }) => (
        <Typography key={reason} sx={{ ...secondary, color: 'error.main' }}>
          {total.toLocaleString('en')} refused, the last <Age at={last} />:{' '}
          {message}
        </Typography>
      ))}
    </>
  );
}
