import Button from '@mui/material/Button';
import { useState } from 'react';

/** The first items of a long list; one more than `most` is shown rather than a button for it alone. */
export function useFirst<T>(items: T[], most: number): [T[], () => void] {
  const [all, setAll] = useState(false);
  const shown = all || items.length <= most + 1 ? items : items.slice(0, most);
  return [shown, () => setAll(true)];
}

/** Shows the rest of a list, unless all of it is there. */
export function ShowAll(props: {
  shown: number;
  total: number;
  what: string;
  onShow(): void;
}) {
  const { shown, total, what, onShow } = props;
  if (shown >= total) {
    return null;
  }
  return (
    <Button
      size="small"
      variant="outlined"
      color="inherit"
      onClick={onShow}
      sx={{ mt: 1.5, textTransform: 'none' }}
    >
      Show all {total} {what}
    </Button>
  );
}
