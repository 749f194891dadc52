import { MatrixRow, placeStateOf } from '@plumbline/plugin-plumbline-common';
import { teamName } from '@plumbline/plugin-plumbline-react';
import { memo, useMemo } from 'react';
import { Link } from 'react-router-dom';
import { usePaths } from '../../paths';
import { environmentName, stateWords } from '../../words';
import { CellFace } from './CellFace';
import { ROW_HEIGHT } from './gridStyle';
import { groupsOf } from './groups';

function ServiceRow(props: {
  row: MatrixRow;
  index: number;
  top: number;
  columns: string;
  environments: readonly string[];
  /** The column that the focus is in, or comes back to. */
  active: number | undefined;
  /** The column that tells more of itself. */
  detail: number | undefined;
  detailId: string;
}) {
  const { row, index, top, columns, environments } = props;
  const { active, detail, detailId } = props;
  const paths = usePaths();
  const groups = useMemo(
    () => groupsOf(row, environments),
    [row, environments],
  );
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className="plumbline-row"
      style={{ gridTemplateColumns: columns, height: ROW_HEIGHT, top }}
    >
      <div role="rowheader" className="plumbline-name">
        <Link
          to={paths.service(row.id)}
          data-at={`${index}:0`}
          tabIndex={active === 0 ? 0 : -1}
        >
          <span className="plumbline-text">{row.name}</span>
        </Link>
        <span className="plumbline-note plumbline-text">
          {[...row.teams.map(teamName), row.repository].join(' · ')}
        </span>
      </div>
      {groups.map((group, at) => {
        const column = at + 1;
        const marks = {
          'data-at': `${index}:${column}`,
          tabIndex: active === column ? 0 : -1,
        };
        return (
          <div role="gridcell" key={environments[at]}>
            {group ? (
              <Link
                to={paths.place(row.id, group.lead)}
                className={`plumbline-cell plumbline-${stateWords[placeStateOf(group.lead)].tone}`}
                aria-describedby={detail === column ? detailId : undefined}
                {...marks}
              >
                <CellFace group={group} />
              </Link>
            ) : (
              <span
                className="plumbline-cell"
                role="note"
                aria-label={`not in ${environmentName(environments[at])}`}
                title={`not in ${environmentName(environments[at])}`}
                {...marks}
              >
                –
              </span>
            )}
          </div>
        );
      })}
    </div>
  );
}

/** A service: its name, then one cell for each environment. Drawn anew only when something of its own changes. */
export const GridRow = memo(ServiceRow);
