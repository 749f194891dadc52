import FreezeIcon from '@mui/icons-material/AcUnit';
import Box from '@mui/material/Box';
import { Freeze } from '@plumbline/plugin-plumbline-common';
import { Hidden } from '@plumbline/plugin-plumbline-react';

/** A freeze in words: `frozen: Christmas, until 4 Jan 2027, 08:00`. */
function freezeWords({ kind, name, until }: Freeze, past: boolean): string {
  if (past) {
    return kind === 'freeze'
      ? `landed in a freeze: ${name}`
      : `landed outside of ${name}`;
  }
  const what = kind === 'freeze' ? `frozen: ${name}` : `outside of ${name}`;
  return until === undefined
    ? what
    : `${what}, until ${new Date(until).toLocaleString(undefined, {
        dateStyle: 'medium',
        timeStyle: 'short',
      })}`;
}

/**
 * That a place is in a freeze, or that a change landed in one (`past`); `short` as a picture alone, where there is no room
 * for words.
 */
export function FreezeMark(props: {
  freeze: Freeze;
  past?: boolean;
  short?: boolean;
}) {
  const { freeze, past = false, short = false } = props;
  const words = freezeWords(freeze, past);
  return (
    <Box
      component="span"
      title={short ? words : undefined}
      sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.5 }}
    >
      <FreezeIcon
        aria-hidden
        fontSize="inherit"
        sx={{ color: 'info.main', flexShrink: 0 }}
      />
      {short ? <Hidden> {words}</Hidden> : words}
    </Box>
  );
}
