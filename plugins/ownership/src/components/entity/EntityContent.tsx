import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import Typography from '@mui/material/Typography';
import { EntityView } from '@plumbline/plugin-plumbline-common';
import {
  counted,
  EmptyState,
  Lines,
  promotionRouteRef,
  secondary,
  TextLink,
  usePagePath,
  useReloadEvery,
  WhenLoaded,
} from '@plumbline/plugin-plumbline-react';
import { useLocation } from 'react-router-dom';
import { describeUnknown } from '../../attention';
import { useEntityView } from '../../useEntityView';
import { AttentionTiles } from '../AttentionTiles';
import { EntityAlerts } from './EntityAlerts';
import {
  describeSize,
  isEmpty,
  nothingOf,
  OwnersOfThings,
  searchOfAttention,
} from './EntityStanding';
import { EntityThings } from './EntityThings';
import { FindingWords, Notes, Part } from './parts';

/** Alerts come and go while somebody looks. */
const reloadMs = 60_000;

/** What an entity stands for: who owns it and why, and how it is doing, as a tab of its page. */
export function EntityOwnershipContent() {
  const loaded = useEntityView();
  useReloadEvery(loaded, reloadMs);
  return (
    <WhenLoaded loaded={loaded} permission="plumbline.team.read">
      {view => (
        // Whoever shows the page need not know this plugin's typeface.
        <Box sx={{ typography: 'body1' }}>
          <Notes pending={view.pending} restricted={view.restricted} />
          {isEmpty(view) ? (
            <EmptyState title={nothingOf(view)}>
              <Typography>
                What stands for it is found by its source, by the labels of its
                workloads, and by its name.
              </Typography>
            </EmptyState>
          ) : (
            <>
              <Standing view={view} />
              <EntityAlerts view={view} />
              <Promoted view={view} />
              <EntityThings view={view} />
              <Findings view={view} />
            </>
          )}
        </Box>
      )}
    </WhenLoaded>
  );
}

function Standing(props: { view: EntityView }) {
  const { view } = props;
  const { pathname } = useLocation();
  return (
    <Box component="header" sx={{ mb: 3 }}>
      <Box sx={{ fontSize: '1.125rem', mb: 0.5 }}>
        <OwnersOfThings view={view} />
      </Box>
      <Typography sx={{ ...secondary, mb: 2 }}>{describeSize(view)}</Typography>
      <AttentionTiles
        counts={view.counts}
        pathTo={what => `${pathname}${searchOfAttention(what)}`}
      />
      {describeUnknown(view.counts).map(sentence => (
        <Typography key={sentence} sx={{ ...secondary, mt: 1 }}>
          {sentence}
        </Typography>
      ))}
    </Box>
  );
}

/** Its rows of the matrix: which version is where, and what waits. */
function Promoted(props: { view: EntityView }) {
  const { promoted } = props.view;
  const promotion = usePagePath(promotionRouteRef);
  return promoted.length === 0 ? null : (
    <Part id="promotions" title="Promotion">
      <Box
        component="ul"
        aria-label="Promotion"
        sx={{
          listStyle: 'none',
          m: 0,
          p: 0,
          display: 'flex',
          flexWrap: 'wrap',
          columnGap: 2,
          rowGap: 1,
        }}
      >
        {promoted.map(({ id, name, behind }) => (
          <li key={id}>
            <TextLink
              to={promotion && `${promotion}/service/${encodeURIComponent(id)}`}
            >
              {name}
            </TextLink>{' '}
            {behind && (
              <Chip
                size="small"
                variant="outlined"
                label="behind"
                sx={{ borderColor: 'warning.main', m: 0 }}
              />
            )}
          </li>
        ))}
      </Box>
    </Part>
  );
}

/** What is wrong in the directories of its services. */
function Findings(props: { view: EntityView }) {
  const { findings, counts } = props.view;
  const more = (counts.findings ?? findings.length) - findings.length;
  return findings.length === 0 ? null : (
    <Part id="findings" title="Findings in its files">
      <Lines label="Findings in its files">
        {findings.map(({ repository, fact }) => (
          <li key={JSON.stringify([repository, fact])}>
            <FindingWords finding={fact} />
          </li>
        ))}
      </Lines>
      {more > 0 && (
        <Typography sx={{ ...secondary, mt: 1 }}>
          and {counted(more, 'further finding')}
        </Typography>
      )}
    </Part>
  );
}
