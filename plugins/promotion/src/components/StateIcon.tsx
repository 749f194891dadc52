import { PlaceState } from '@plumbline/plugin-plumbline-common';
import AheadIcon from '@mui/icons-material/KeyboardDoubleArrowRight';
import BehindIcon from '@mui/icons-material/KeyboardDoubleArrowLeft';
import DifferentIcon from '@mui/icons-material/CompareArrows';
import DivergedIcon from '@mui/icons-material/CallSplit';
import FirstIcon from '@mui/icons-material/FlagOutlined';
import FloatingIcon from '@mui/icons-material/Waves';
import MissingIcon from '@mui/icons-material/CloudOff';
import RolledBackIcon from '@mui/icons-material/Undo';
import SameIcon from '@mui/icons-material/Check';
import UnknownIcon from '@mui/icons-material/QuestionMark';
import { stateWords, Tone } from '../words';

const icons: Record<PlaceState, typeof AheadIcon> = {
  diverged: DivergedIcon,
  missing: MissingIcon,
  'rolled-back': RolledBackIcon,
  ahead: AheadIcon,
  behind: BehindIcon,
  different: DifferentIcon,
  floating: FloatingIcon,
  unknown: UnknownIcon,
  same: SameIcon,
  first: FirstIcon,
};

/** Colours of the theme's palette; each stands beside an icon and a word. */
export const toneColors: Record<Tone, string> = {
  calm: 'success.main',
  quiet: 'text.secondary',
  warning: 'warning.main',
  alarm: 'error.main',
};

export function toneOf(state: PlaceState): Tone {
  return stateWords[state].tone;
}

/** The picture of a state; its word stands beside it. */
export function StateIcon(props: { state: PlaceState; id?: string }) {
  const Icon = icons[props.state];
  return (
    <Icon
      id={props.id}
      aria-hidden
      fontSize="inherit"
      sx={{
        color: toneColors[toneOf(props.state)],
        flexShrink: 0,
        verticalAlign: 'text-bottom',
      }}
    />
  );
}
