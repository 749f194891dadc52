import TextField from '@mui/material/TextField';
import { useEffect, useRef, useState } from 'react';

const typingPause = 250;

/** A field that tells what was typed once typing pauses. @public */
export function SearchField(props: {
  label: string;
  value: string | undefined;
  onChange(value: string | undefined): void;
}) {
  const { label, value = '', onChange } = props;
  const [text, setText] = useState(value);
  const typed = useRef(text);

  // Back and Forward change the address under the field.
  useEffect(() => {
    if (value !== typed.current) {
      typed.current = value;
      setText(value);
    }
  }, [value]);

  const change = useRef(onChange);
  change.current = onChange;
  useEffect(() => {
    if (text === typed.current) {
      return undefined;
    }
    const timer = setTimeout(() => {
      typed.current = text;
      change.current(text || undefined);
    }, typingPause);
    return () => clearTimeout(timer);
  }, [text]);

  return (
    <TextField
      size="small"
      label={label}
      type="search"
      value={text}
      onChange={event => setText(event.target.value)}
      sx={{ gridColumn: { xs: '1 / -1', sm: 'auto' } }}
    />
  );
}
