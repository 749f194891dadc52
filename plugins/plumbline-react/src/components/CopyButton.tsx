import CheckIcon from '@mui/icons-material/Check';
import ContentCopyIcon from '@mui/icons-material/ContentCopy';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { useEffect, useState } from 'react';

/** Also works where a page without TLS has no clipboard API. */
async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const area = document.createElement('textarea');
  area.value = text;
  area.style.position = 'fixed';
  area.style.opacity = '0';
  document.body.appendChild(area);
  const focused = document.activeElement;
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  if (focused instanceof HTMLElement) {
    focused.focus();
  }
  if (!copied) {
    throw new Error('The browser refused to copy');
  }
}

/**
 * Copies a text and says so. `what` completes its name: `Copy path`.
 *
 * @public
 */
export function CopyButton(props: {
  text: string | (() => string);
  what: string;
  /** Shows the words beside the icon. */
  labelled?: boolean;
}) {
  const { text, what, labelled } = props;
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');

  useEffect(() => {
    if (state === 'idle') {
      return undefined;
    }
    const timer = setTimeout(() => setState('idle'), 2_000);
    return () => clearTimeout(timer);
  }, [state]);

  const copy = () =>
    copyText(typeof text === 'string' ? text : text()).then(
      () => setState('copied'),
      () => setState('failed'),
    );
  const label = {
    idle: `Copy ${what}`,
    copied: 'Copied',
    failed: 'The browser refused to copy',
  }[state];
  const icon =
    state === 'copied' ? (
      <CheckIcon fontSize="inherit" color="success" />
    ) : (
      <ContentCopyIcon fontSize="inherit" />
    );

  if (labelled) {
    return (
      <Button
        size="small"
        variant="outlined"
        color="inherit"
        startIcon={icon}
        onClick={copy}
        sx={{ textTransform: 'none', whiteSpace: 'nowrap' }}
      >
        <span aria-live="polite">{label}</span>
      </Button>
    );
  }
  return (
    <Tooltip title={label}>
      <IconButton
        size="small"
        aria-label={label}
        aria-live="polite"
        onClick={copy}
        sx={{ fontSize: '1rem', p: 0.75 }}
      >
        {icon}
      </IconButton>
    </Tooltip>
  );
}
