import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import Popper from '@mui/material/Popper';
import {
  MatrixPage as Page,
  MatrixRow,
} from '@plumbline/plugin-plumbline-common';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import {
  KeyboardEvent,
  SyntheticEvent,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import { environmentName } from '../../words';
import { gridStyle, NAME_WIDTH, ROW_HEIGHT } from './gridStyle';
import { groupsOf } from './groups';
import { GridRow } from './GridRow';
import { moved, positionOf, Position } from './moves';
import { GroupDetail } from './PlaceDetail';
import { Signs } from './Signs';
import { useDetail } from './useDetail';

const HEADER_HEIGHT = 52;

/**
 * Services by environments. Only the rows in sight exist, so that thousands cost no more than a screenful; arrows move
 * from cell to cell, Enter opens.
 */
export function MatrixGrid(props: {
  rows: MatrixRow[];
  environments: Page['environments'];
}) {
  const { rows, environments } = props;
  const names = useMemo(
    () => environments.map(({ name }) => name),
    [environments],
  );
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<Position>({ row: 0, column: 0 });
  const wanted = useRef<Position>();
  const detail = useDetail();
  const detailId = useId();
  const size = { rows: rows.length, columns: names.length + 1 };

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6,
    scrollPaddingStart: HEADER_HEIGHT,
    // Until it was measured: the first picture has rows, too.
    initialRect: { width: 1_200, height: 900 },
    // The row that has the focus stays, however far it is scrolled away.
    rangeExtractor: range =>
      [...new Set([...defaultRangeExtractor(range), active.row])]
        .filter(row => row < rows.length)
        .sort((a, b) => a - b),
  });

  // The row of the cell to go to may come with a later rendering.
  useEffect(() => {
    const to = wanted.current;
    const cell =
      to &&
      scroller.current?.querySelector<HTMLElement>(
        `[data-at="${to.row}:${to.column}"]`,
      );
    if (cell) {
      wanted.current = undefined;
      cell.focus({ preventScroll: true });
      cell.scrollIntoView?.({ block: 'nearest', inline: 'nearest' });
    }
  });

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      detail.hide();
      return;
    }
    // With Alt, arrows lead through the history of the browser.
    const to = event.altKey ? undefined : moved(active, event, size);
    if (to) {
      event.preventDefault();
      wanted.current = to;
      setActive(to);
      virtualizer.scrollToIndex(to.row);
    }
  };
  const onFocus = (event: SyntheticEvent) => {
    const at = positionOf(event.target);
    if (at) {
      setActive(at);
      detail.show(at);
    }
  };

  const shown = detail.shown;
  const shownRow = shown && rows.at(shown.row);
  const shownGroup =
    shown && shown.column > 0 && shownRow
      ? groupsOf(shownRow, names)[shown.column - 1]
      : undefined;
  const columns = `${NAME_WIDTH}px repeat(${names.length}, minmax(190px, 1fr))`;
  return (
    <>
      <Paper
        ref={scroller}
        variant="outlined"
        onScroll={detail.hideSoon}
        sx={{
          ...gridStyle,
          borderRadius: 2,
          overflow: 'auto',
          // What has the focus is not to lie under the names, which stay.
          scrollPaddingLeft: `${NAME_WIDTH}px`,
          scrollPaddingTop: `${HEADER_HEIGHT}px`,
          maxHeight: 'max(420px, calc(100vh - 320px))',
        }}
      >
        <Signs />
        {/* One tab stop: the keys below lead from cell to cell. */}
        <Box
          role="grid"
          aria-label="Services by environments"
          aria-rowcount={rows.length + 1}
          aria-colcount={size.columns}
          aria-readonly
          onKeyDown={onKeyDown}
          onFocus={onFocus}
          onBlur={detail.hideSoon}
          onMouseOver={event => detail.showSoon(positionOf(event.target))}
          onMouseLeave={detail.hideSoon}
          sx={{ minWidth: NAME_WIDTH + names.length * 190 }}
        >
          <div
            role="row"
            aria-rowindex={1}
            className="plumbline-head"
            style={{ gridTemplateColumns: columns, height: HEADER_HEIGHT }}
          >
            <div role="columnheader" className="plumbline-name">
              Service
            </div>
            {environments.map(({ name, clusters }) => (
              <div role="columnheader" key={name}>
                <span className="plumbline-text">{environmentName(name)}</span>
                {clusters.length > 0 && (
                  <span className="plumbline-note plumbline-text">
                    {clusters.length > 3
                      ? `${clusters.length} clusters`
                      : clusters.join(', ')}
                  </span>
                )}
              </div>
            ))}
          </div>
          <div
            role="rowgroup"
            style={{ position: 'relative', height: virtualizer.getTotalSize() }}
          >
            {virtualizer.getVirtualItems().map(({ index, start }) => (
              <GridRow
                key={rows[index].id}
                row={rows[index]}
                index={index}
                top={start}
                columns={columns}
                environments={names}
                active={active.row === index ? active.column : undefined}
                detail={shown?.row === index ? shown.column : undefined}
                detailId={detailId}
              />
            ))}
          </div>
        </Box>
      </Paper>
      <Popper
        id={detailId}
        open={shownGroup !== undefined}
        anchorEl={() => detail.anchorIn(scroller.current)}
        placement="bottom-start"
        // Within the page's landmarks, for who reads by them.
        disablePortal
        sx={{ zIndex: 'tooltip' }}
      >
        <Paper
          elevation={6}
          onMouseEnter={detail.keep}
          onMouseLeave={detail.hideSoon}
          sx={{
            p: 2,
            borderRadius: 2,
            width: 340,
            maxWidth: '90vw',
            typography: 'body2',
          }}
        >
          {shownRow && shownGroup && (
            <GroupDetail service={shownRow.name} group={shownGroup} />
          )}
        </Paper>
      </Popper>
    </>
  );
}
