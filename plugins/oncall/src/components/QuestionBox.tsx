import SearchIcon from '@mui/icons-material/Search';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import InputBase from '@mui/material/InputBase';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { monospace } from '@plumbline/plugin-plumbline-react';
import {
  ClipboardEvent,
  FormEvent,
  KeyboardEvent,
  useEffect,
  useRef,
  useState,
} from 'react';
import { isCompleteQuestion } from '../question';

function isEditable(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}

const mostRows = 8;
/** On a phone, where the answer would begin below the screen otherwise; all of them while somebody writes. */
const rowsOnPhone = 3;
const longPaste = 2_000;

/** Rows for the text, for browsers that cannot fit the box to it themselves; counts only as far as there is room. */
function rowsFor(text: string): number {
  const rows = text
    .slice(0, 1_000)
    .split('\n')
    .reduce((sum, line) => sum + Math.ceil(Math.max(1, line.length) / 72), 0);
  return Math.min(mostRows, rows);
}

/** Whether the cursor in a box brings up a keyboard that covers half of the screen. */
function hasScreenKeyboard(): boolean {
  return window.matchMedia?.('(pointer: coarse)').matches;
}

function Key(props: { children: string }) {
  return (
    <Box
      component="kbd"
      sx={{
        fontFamily: 'inherit',
        border: 1,
        borderColor: 'divider',
        borderRadius: 0.75,
        px: 0.6,
        py: 0.1,
        mr: 0.5,
      }}
    >
      {props.children}
    </Box>
  );
}

export function QuestionBox(props: {
  question: string;
  busy: boolean;
  onAsk(question: string): void;
}) {
  const { question, busy, onAsk } = props;
  const [text, setText] = useState(question);
  const input = useRef<HTMLTextAreaElement>(null);

  useEffect(() => setText(question), [question]);

  const asksAtOnce = useRef(question !== '');
  useEffect(() => {
    // The keyboard would cover the answer that a link has already asked for.
    if (!(hasScreenKeyboard() && asksAtOnce.current)) {
      input.current?.focus({ preventScroll: true });
    }
  }, []);

  useEffect(() => {
    const focusOnSlash = (event: globalThis.KeyboardEvent) => {
      if (
        event.key === '/' &&
        !event.ctrlKey &&
        !event.metaKey &&
        !event.altKey &&
        !isEditable(event.target)
      ) {
        event.preventDefault();
        input.current?.focus();
        input.current?.select();
      }
    };
    document.addEventListener('keydown', focusOnSlash);
    return () => document.removeEventListener('keydown', focusOnSlash);
  }, []);

  const ask = (asked: string) => {
    onAsk(asked);
    if (asked.trim() && hasScreenKeyboard()) {
      input.current?.blur();
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) {
      return;
    }
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      ask(text);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      if (text) {
        setText('');
      } else {
        onAsk('');
      }
    }
  };

  const onPaste = (event: ClipboardEvent<HTMLElement>) => {
    const area = input.current;
    const pasted = event.clipboardData.getData('text');
    if (!area || !pasted) {
      return;
    }
    const next =
      text.slice(0, area.selectionStart) +
      pasted +
      text.slice(area.selectionEnd);
    if (isCompleteQuestion(next)) {
      event.preventDefault();
      setText(next.trim());
      ask(next);
    } else if (pasted.length > longPaste) {
      // Browsers take many seconds to insert thousands of lines themselves.
      event.preventDefault();
      setText(next);
    }
  };

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    ask(text);
  };

  return (
    <Box component="form" role="search" onSubmit={onSubmit}>
      <Paper
        variant="outlined"
        sx={{
          display: 'flex',
          flexWrap: { xs: 'wrap', sm: 'nowrap' },
          alignItems: 'flex-start',
          gap: 1,
          p: 1,
          borderRadius: 2,
          borderColor: 'text.secondary',
          '&:focus-within': {
            borderColor: 'primary.main',
            boxShadow: theme => `0 0 0 1px ${theme.palette.primary.main}`,
          },
        }}
      >
        <SearchIcon
          aria-hidden
          sx={{
            color: 'text.secondary',
            mt: 1.1,
            ml: 0.5,
            display: { xs: 'none', sm: 'block' },
          }}
        />
        <InputBase
          inputRef={input}
          multiline
          // MUI's own fits itself to the text by measuring it, which takes seconds for a pasted log.
          inputComponent="textarea"
          value={text}
          onChange={event => setText(event.target.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          placeholder="Paste an alert, its labels, an object or a path"
          inputProps={{
            rows: rowsFor(text),
            'aria-label': 'What is alerting?',
            'aria-describedby': 'plumbline-question-keys',
            spellCheck: false,
            autoCapitalize: 'off',
            autoCorrect: 'off',
          }}
          sx={{
            flex: '1 1 240px',
            minWidth: 0,
            px: 1,
            py: 1,
            '& textarea': {
              ...monospace,
              fontSize: { xs: '1rem', sm: '1.0625rem' },
              lineHeight: 1.5,
              fieldSizing: 'content',
              maxHeight: {
                xs: `${rowsOnPhone * 1.5}em`,
                sm: `${mostRows * 1.5}em`,
              },
              '&:focus': { maxHeight: `${mostRows * 1.5}em` },
              overflowY: 'auto',
              resize: 'none',
            },
            '& textarea::placeholder': { opacity: 1, color: 'text.secondary' },
          }}
        />
        <Button
          type="submit"
          variant="contained"
          disableElevation
          aria-disabled={busy || undefined}
          sx={{
            minHeight: 42,
            px: 3,
            textTransform: 'none',
            fontSize: '1rem',
            width: { xs: '100%', sm: 'auto' },
          }}
        >
          Who owns it?
        </Button>
      </Paper>
      <Typography
        id="plumbline-question-keys"
        sx={{
          mt: 1,
          fontSize: '0.8125rem',
          color: 'text.secondary',
          display: { xs: 'none', sm: 'flex' },
          flexWrap: 'wrap',
          columnGap: 2.5,
          rowGap: 0.5,
        }}
      >
        <span>
          <Key>Enter</Key>asks
        </span>
        <span>
          <Key>Shift+Enter</Key>new line
        </span>
        <span>
          <Key>Esc</Key>clears
        </span>
        <span>
          <Key>/</Key>back to this box
        </span>
      </Typography>
    </Box>
  );
}
