import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import Typography from '@mui/material/Typography';
import { AlertDetail } from '@plumbline/plugin-plumbline-common';
import {
  Age,
  ErrorState,
  isUnreachable,
  LoadedBefore,
  oncallRouteRef,
  PageBody,
  searchOf,
  TextLink,
  useAlert,
  useDocumentTitle,
  usePagePath,
  useReloadEvery,
} from '@plumbline/plugin-plumbline-react';
import { useEffect } from 'react';
import { useNavigate, useParams } from 'react-router-dom';
import { AnswerSkeleton } from '../components/AnswerSkeleton';
import { AnswerView } from '../components/AnswerView';
import { saveAnswer, savedAnswerTo } from '../saved/savedAnswers';
import { SavedNotice } from '../saved/SavedNotice';
import { useKeeping } from '../saved/useKeeping';
import { useAddress } from '../useAddress';
import { ownerWords } from './alertWords';
import { LabelList } from './LabelList';
import { SeverityMark } from './SeverityMark';
import { useFirstLook } from './useFirstLook';
import { VerdictRow } from './VerdictRow';

const pollMs = 30_000;

/** One alert: whose it is, and everything that helps to end it. */
export function AlertPage() {
  const id = useParams().id ?? '';
  const navigate = useNavigate();
  const path = usePagePath(oncallRouteRef) ?? '/oncall';
  const asked = useAlert(id);
  const { value: alert, error, reload } = asked;
  const isAwaited = alert !== undefined || (error && isUnreachable(error));
  useReloadEvery(asked, isAwaited ? pollMs : undefined);
  useFirstLook(alert);
  useDocumentTitle(alert ? `${ownerWords(alert)}: ${alert.name}` : 'Alert');
  const link = `${useAddress(path)}/alerts/${encodeURIComponent(id)}`;
  const keeping = useKeeping();
  useEffect(() => {
    if (keeping && alert) {
      saveAnswer({ title: alert.name, answer: alert.answer, link });
    }
  }, [keeping, alert, link]);
  const ask = (question: string) =>
    navigate(`${path}${searchOf({ q: question })}`);
  // What was answered before the portal fell silent is better than nothing, said as such.
  const saved =
    keeping && !alert && error && isUnreachable(error)
      ? savedAnswerTo(link)
      : undefined;
  return (
    <PageBody>
      <Typography sx={{ mb: 1.5 }}>
        <TextLink to={path}>All alerts</TextLink>
      </Typography>
      {error && alert && <LoadedBefore error={error} />}
      {error && !alert && !saved && (
        <ErrorState error={error} onRetry={reload} />
      )}
      {saved && (
        <>
          <SavedNotice savedAt={saved.savedAt} onRetry={reload} />
          <Name>{saved.title}</Name>
          <AnswerView answer={saved.answer} link={link} onAsk={ask} />
        </>
      )}
      {!error && !alert && <AnswerSkeleton />}
      {alert && (
        <>
          <Header alert={alert} />
          <AnswerView
            answer={alert.answer}
            link={link}
            alert={alert}
            onAsk={ask}
            verdict={<VerdictRow alert={alert} onGiven={reload} />}
          />
          <LabelList alert={alert} />
        </>
      )}
    </PageBody>
  );
}

function Name(props: { children: string }) {
  return (
    <Typography
      component="h2"
      sx={{ fontSize: '1.375rem', fontWeight: 600, overflowWrap: 'anywhere' }}
    >
      {props.children}
    </Typography>
  );
}

function Header(props: { alert: AlertDetail }) {
  const { alert } = props;
  const { annotations, status, severity, startsAt, startsAtSaid, endsAt } =
    alert;
  const said = annotations.summary ?? annotations.description;
  return (
    <Box component="header" sx={{ mb: 2 }}>
      <Box
        sx={{
          display: 'flex',
          gap: 1,
          alignItems: 'center',
          flexWrap: 'wrap',
          mb: 0.5,
        }}
      >
        <SeverityMark alert={alert} />
        <Name>{alert.name}</Name>
        <Chip
          size="small"
          variant="outlined"
          label={[status, severity].filter(Boolean).join(', ')}
          sx={{ m: 0 }}
        />
      </Box>
      {said && (
        <Typography sx={{ overflowWrap: 'anywhere' }}>{said}</Typography>
      )}
      <Typography sx={{ color: 'text.secondary', fontSize: '0.875rem' }}>
        started <Age at={startsAt} />
        {status === 'resolved' && endsAt && (
          <>
            , resolved <Age at={endsAt} />
          </>
        )}
        , from {alert.receiver}
        {alert.externalUrl && (
          <>
            {' · '}
            <TextLink to={alert.externalUrl}>open at the sender</TextLink>
          </>
        )}
      </Typography>
      {startsAtSaid && (
        <Alert severity="info" sx={{ mt: 1, borderRadius: 2 }}>
          The sender says that it starts at {startsAtSaid}, which was still to
          come when it arrived: one of two clocks is wrong.
        </Alert>
      )}
    </Box>
  );
}
