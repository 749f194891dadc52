import { useApi } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import ThumbDownIcon from '@mui/icons-material/ThumbDownOutlined';
import ThumbUpIcon from '@mui/icons-material/ThumbUpOutlined';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import {
  AlertDetail,
  AlertVerdict,
  plumblineAlertVerdictPermission,
} from '@plumbline/plugin-plumbline-common';
import {
  Age,
  CopyButton,
  describeError,
  FileLink,
  monospace,
  plumblineAlertsApiRef,
  teamName,
} from '@plumbline/plugin-plumbline-react';
import { FormEvent, useEffect, useRef, useState } from 'react';
import { durationWords } from './alertWords';

const buttonStyle = { textTransform: 'none', minHeight: 40 };

/** Whether the owner is right, in the words of who was called; and what would make the next answer right. */
export function VerdictRow(props: { alert: AlertDetail; onGiven(): void }) {
  const { alert, onGiven } = props;
  const api = useApi(plumblineAlertsApiRef);
  const { allowed } = usePermission({
    permission: plumblineAlertVerdictPermission,
  });
  const [asking, setAsking] = useState(false);
  const [team, setTeam] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (asking) {
      field.current?.focus();
    }
  }, [asking]);
  const give = async (verdict: 'right' | 'wrong') => {
    setBusy(true);
    setError(undefined);
    try {
      const named = verdict === 'wrong' ? team.trim() : '';
      await api.verdict(alert.id, { verdict, ...(named && { team: named }) });
      setAsking(false);
      onGiven();
    } catch (problem) {
      setError(problem instanceof Error ? problem : new Error(String(problem)));
    } finally {
      setBusy(false);
    }
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    give('wrong').catch(() => undefined);
  };
  const owned = alert.answer.owners.length > 0;
  return (
    <Box
      role="group"
      aria-label="Is this the right owner?"
      sx={{ mt: 2.5, pt: 2, borderTop: 1, borderColor: 'divider' }}
    >
      {alert.verdict && <Given verdict={alert.verdict} alert={alert} />}
      {!asking && allowed && (
        <Box
          sx={{
            display: 'flex',
            flexWrap: 'wrap',
            gap: 1,
            alignItems: 'center',
          }}
        >
          {owned && alert.verdict?.verdict !== 'right' && (
            <Button
              variant="outlined"
              color="inherit"
              startIcon={<ThumbUpIcon />}
              disabled={busy}
              onClick={() => give('right')}
              sx={buttonStyle}
            >
              Right owner
            </Button>
          )}
          <Button
            variant="text"
            color="inherit"
            startIcon={<ThumbDownIcon />}
            disabled={busy}
            onClick={() => setAsking(true)}
            sx={buttonStyle}
          >
            {owned ? 'Wrong owner' : 'I know the owner'}
          </Button>
        </Box>
      )}
      {asking && (
        <Box
          component="form"
          onSubmit={onSubmit}
          sx={{
            display: 'flex',
            flexWrap: 'wrap',
            gap: 1,
            alignItems: 'center',
          }}
        >
          <TextField
            inputRef={field}
            size="small"
            label="Whose is it? (if you know)"
            value={team}
            onChange={event => setTeam(event.target.value)}
            inputProps={{ maxLength: 200 }}
            sx={{ flex: '1 1 240px', maxWidth: 420 }}
          />
          <Button
            type="submit"
            variant="contained"
            disableElevation
            disabled={busy}
            sx={buttonStyle}
          >
            Save
          </Button>
          <Button
            color="inherit"
            onClick={() => setAsking(false)}
            sx={buttonStyle}
          >
            Cancel
          </Button>
        </Box>
      )}
      {error && (
        <Alert severity="error" sx={{ mt: 1, borderRadius: 2 }}>
          {describeError(error, plumblineAlertVerdictPermission.name).title}.{' '}
          {describeError(error, plumblineAlertVerdictPermission.name).advice}
        </Alert>
      )}
    </Box>
  );
}

function Given(props: { verdict: AlertVerdict; alert: AlertDetail }) {
  const { verdict, alert } = props;
  const { finding } = verdict;
  const confirmed = alert.timeToOwner?.confirmed;
  return (
    <Box sx={{ mb: 1.5 }}>
      <Typography sx={{ overflowWrap: 'anywhere' }}>
        {verdict.verdict === 'right'
          ? 'Confirmed'
          : `Said to be wrong${verdict.team ? `; it is ${teamName(verdict.team)}’s` : ''}`}{' '}
        by {teamName(verdict.by)}, <Age at={verdict.at} />
        {confirmed !== undefined &&
          ` (${durationWords(confirmed)} after the alert)`}
      </Typography>
      {finding && (
        <Box sx={{ mt: 1 }}>
          <Typography>{finding.message}</Typography>
          {finding.fix && (
            <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: 0.5 }}>
              <Box sx={{ ...monospace, whiteSpace: 'pre-wrap', py: 0.75 }}>
                {finding.fix}
              </Box>
              <CopyButton text={finding.fix} what="proposed change" />
            </Box>
          )}
          <Box sx={{ fontSize: '0.875rem' }}>
            <FileLink location={finding.location} />
          </Box>
        </Box>
      )}
    </Box>
  );
}
