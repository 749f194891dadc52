import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useId } from 'react';

/**
 * A field to choose one of several values, or all. Nothing where there is no choice.
 *
 * @public
 */
export function Choice<T extends string>(props: {
  label: string;
  all: string;
  value: T | undefined;
  values: readonly T[];
  words?: (value: T) => string;
  onChange(value: T | undefined): void;
}) {
  const { label, all, value, values, words = text => text, onChange } = props;
  const id = useId();
  // An address may ask for what is there no longer: it must be seen, to be taken away.
  const offered =
    value === undefined || values.includes(value) ? values : [value, ...values];
  if (offered.length === 0) {
    return null;
  }
  return (
    <TextField
      select
      size="small"
      label={label}
      id={id}
      value={value ?? ''}
      onChange={({ target }) =>
        onChange(offered.find(each => each === target.value))
      }
      SelectProps={{ displayEmpty: true }}
      InputLabelProps={{ shrink: true }}
    >
      <MenuItem value="">{all}</MenuItem>
      {offered.map(each => (
        <MenuItem key={each} value={each}>
          {words(each)}
        </MenuItem>
      ))}
    </TextField>
  );
}
