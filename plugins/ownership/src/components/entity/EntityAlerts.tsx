import Typography from '@mui/material/Typography';
import { AlertSummary, EntityView } from '@plumbline/plugin-plumbline-common';
import {
  Age,
  counted,
  describeSubject,
  Lines,
  oncallRouteRef,
  secondary,
  TextLink,
  usePagePath,
} from '@plumbline/plugin-plumbline-react';
import { Part, TeamRef } from './parts';

/** Alerts that fire now and are about what an entity stands for. */
export function EntityAlerts(props: { view: EntityView }) {
  const { alerts, counts } = props.view;
  const oncall = usePagePath(oncallRouteRef);
  if (counts.alerts === undefined) {
    return (
      <Typography sx={{ ...secondary, mb: 3 }}>
        Too much runs to tell which alerts fire for it.
      </Typography>
    );
  }
  const more = counts.alerts - alerts.length;
  return alerts.length === 0 ? null : (
    <Part id="alerts" title="Alerts that fire now">
      <Lines label="Alerts that fire now">
        {alerts.map(alert => (
          <li key={alert.id}>
            <TextLink
              to={oncall && `${oncall}/alerts/${encodeURIComponent(alert.id)}`}
              sx={{ fontWeight: 600 }}
            >
              {alert.name}
            </TextLink>
            <Typography sx={secondary}>
              <AlertWords alert={alert} />
            </Typography>
          </li>
        ))}
      </Lines>
      {more > 0 && (
        <Typography sx={{ ...secondary, mt: 1 }}>
          and {counted(more, 'further alert')}
        </Typography>
      )}
    </Part>
  );
}

function AlertWords(props: { alert: AlertSummary }) {
  const { severity, startsAt, resolution } = props.alert;
  const { subject, cluster, owners = [] } = resolution ?? {};
  return (
    <>
      {[severity, subject && describeSubject(subject), cluster]
        .filter(Boolean)
        .join(' · ')}
      {' · since '}
      <Age at={startsAt} />
      {owners.slice(0, 1).map(({ team, title }) => (
        <span key={team}>
          {' · '}
          <TeamRef team={team} title={title} />
        </span>
      ))}
    </>
  );
}
