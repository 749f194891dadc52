import { KeyboardEvent } from 'react';

export interface Position {
  row: number;
  /** 0 is the name of the service. */
  column: number;
}

const PAGE_ROWS = 10;

/** Where a key leads from a cell; nothing for keys that mean something else. */
export function moved(
  { row, column }: Position,
  { key, ctrlKey, metaKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>,
  size: { rows: number; columns: number },
): Position | undefined {
  const far = ctrlKey || metaKey;
  const to = (nextRow: number, nextColumn: number): Position => ({
    row: Math.max(0, Math.min(size.rows - 1, nextRow)),
    column: Math.max(0, Math.min(size.columns - 1, nextColumn)),
  });
  switch (key) {
    case 'ArrowUp':
      return to(far ? 0 : row - 1, column);
    case 'ArrowDown':
      return to(far ? size.rows : row + 1, column);
    case 'ArrowLeft':
      return to(row, far ? 0 : column - 1);
    case 'ArrowRight':
      return to(row, far ? size.columns : column + 1);
    case 'PageUp':
      return to(row - PAGE_ROWS, column);
    case 'PageDown':
      return to(row + PAGE_ROWS, column);
    case 'Home':
      return to(far ? 0 : row, 0);
    case 'End':
      return to(far ? size.rows : row, size.columns);
    default:
      return undefined;
  }
}

/** The cell that something in the page belongs to. */
export function positionOf(target: EventTarget): Position | undefined {
  const at =
    target instanceof Element
      ? target.closest('[data-at]')?.getAttribute('data-at')
      : undefined;
  const [row, column] = at?.split(':').map(Number) ?? [];
  return row === undefined || column === undefined
    ? undefined
    : { row, column };
}
