import BlockedIcon from '@mui/icons-material/Block';
import PassedIcon from '@mui/icons-material/Check';
import UnknownIcon from '@mui/icons-material/QuestionMark';
import RunningIcon from '@mui/icons-material/PlayArrow';
import WaitingIcon from '@mui/icons-material/HourglassEmpty';
import Box from '@mui/material/Box';
import { Gate, PendingPromotion } from '@plumbline/plugin-plumbline-common';
import { Age, counted, TextLink } from '@plumbline/plugin-plumbline-react';
import { shortVersion, Tone } from '../../words';
import { toneColors } from '../StateIcon';

type State = Gate['state'] | PendingPromotion['state'];

const states: Record<
  State,
  { word: string; tone: Tone; Icon: typeof PassedIcon }
> = {
  passed: { word: 'passed', tone: 'calm', Icon: PassedIcon },
  ready: { word: 'ready', tone: 'calm', Icon: PassedIcon },
  running: { word: 'running', tone: 'calm', Icon: RunningIcon },
  waiting: { word: 'waiting', tone: 'warning', Icon: WaitingIcon },
  failed: { word: 'failed', tone: 'alarm', Icon: BlockedIcon },
  blocked: { word: 'blocked', tone: 'alarm', Icon: BlockedIcon },
  unknown: { word: 'not known', tone: 'quiet', Icon: UnknownIcon },
};

const MOST = 6;

const sourceNames: { [source: string]: string } = {
  github: 'GitHub',
  kargo: 'Kargo',
  'gitops-promoter': 'GitOps Promoter',
};

/** What is on its way to a place, and what each of it waits for. */
export function Pending(props: { pending: PendingPromotion[] }) {
  const { pending } = props;
  const shown = pending.slice(0, MOST);
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {shown.map(each => (
        <li key={`${each.source} ${each.title} ${each.url}`}>
          <PendingLine pending={each} />
        </li>
      ))}
      {pending.length > shown.length && (
        <li>and {pending.length - shown.length} more</li>
      )}
    </Box>
  );
}

function PendingLine(props: { pending: PendingPromotion }) {
  const { source, title, url, to, state, gates, since, asOf } = props.pending;
  // What holds it up is what somebody looks for; the rest can be opened.
  const open = gates.filter(isOpen);
  const others = gates.filter(gate => !isOpen(gate));
  return (
    <Box sx={{ mb: 1 }}>
      <Marked state={state} /> <TextLink to={url}>{title}</TextLink>
      {to !== undefined && (
        <>
          {' '}
          brings <strong>{shortVersion(to)}</strong>
        </>
      )}
      <Box component="span" sx={{ color: 'text.secondary' }}>
        {since && (
          <>
            {' · '}
            <Age at={since} />
          </>
        )}
        {' · '}
        {sourceNames[source] ?? source}
        {asOf && (
          <>
            {', read '}
            <Age at={asOf} />
          </>
        )}
      </Box>
      <Gates gates={open} />
      {others.length > 0 && (
        <Box component="details">
          <summary>
            {counted(others.length, 'gate')}{' '}
            {others.length === 1 ? 'holds' : 'hold'} nothing up
          </summary>
          <Gates gates={others} />
        </Box>
      )}
    </Box>
  );
}

function isOpen({ state, required = true }: Gate): boolean {
  return required && state !== 'passed';
}

function Gates(props: { gates: Gate[] }) {
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, pl: 2.5 }}>
      {props.gates.map(({ kind, name, state, required, reason, url }) => (
        <li key={`${kind} ${name}`}>
          <Marked state={state} /> <TextLink to={url}>{name}</TextLink>
          {reason && `: ${reason}`}
          {required === false && ' (not required)'}
        </li>
      ))}
    </Box>
  );
}

/** A state as a picture with its word. */
function Marked(props: { state: State }) {
  const { word, tone, Icon } = states[props.state];
  return (
    <Box
      component="span"
      sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.5 }}
    >
      <Icon
        aria-hidden
        fontSize="inherit"
        sx={{ color: toneColors[tone], flexShrink: 0 }}
      />
      {word}
    </Box>
  );
}
