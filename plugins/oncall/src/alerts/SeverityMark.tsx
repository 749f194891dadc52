import CheckIcon from '@mui/icons-material/CheckCircleOutline';
import ErrorIcon from '@mui/icons-material/ErrorOutline';
import InfoIcon from '@mui/icons-material/InfoOutlined';
import WarningIcon from '@mui/icons-material/WarningAmber';
import { AlertSummary } from '@plumbline/plugin-plumbline-common';
import { Hidden } from '@plumbline/plugin-plumbline-react';

const critical = /^(critical|page|error|fatal|emergency|p1|sev-?1|high)$/i;
const informing = /^(info|none|low|p4|p5|sev-?[45])$/i;

function lookOf({ status, severity = '' }: AlertSummary) {
  if (status === 'resolved') {
    return { Icon: CheckIcon, color: 'text.secondary' };
  }
  if (critical.test(severity)) {
    return { Icon: ErrorIcon, color: 'error.main' };
  }
  return informing.test(severity)
    ? { Icon: InfoIcon, color: 'info.main' }
    : { Icon: WarningIcon, color: 'warning.main' };
}

/** How bad it is, as the sender says it; the shape tells it without the colour. */
export function SeverityMark(props: { alert: AlertSummary }) {
  const { alert } = props;
  const { Icon, color } = lookOf(alert);
  return (
    <>
      <Icon aria-hidden fontSize="small" sx={{ color, flex: 'none' }} />
      <Hidden>
        {alert.status}
        {alert.severity && `, ${alert.severity}`}:{' '}
      </Hidden>
    </>
  );
}
