import SearchOffIcon from '@mui/icons-material/SearchOff';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { Answer } from '@plumbline/plugin-plumbline-common';
import {
  EmptyState,
  sourcesRouteRef,
  TextLink,
  usePagePath,
} from '@plumbline/plugin-plumbline-react';
import { CandidateList } from './CandidateList';
import { SourcesSection, UnknownList } from './SourcesSection';

export function NothingFound(props: {
  answer: Answer;
  onAsk(question: string): void;
}) {
  const { answer, onAsk } = props;
  const sourcesPath = usePagePath(sourcesRouteRef);
  return (
    <Box
      sx={{ display: 'grid', gap: 3, gridTemplateColumns: 'minmax(0, 1fr)' }}
    >
      <EmptyState
        title="Nothing found"
        icon={<SearchOffIcon fontSize="inherit" />}
      >
        <Typography sx={{ mb: 1 }}>
          No object, path or team fits this question.
        </Typography>
        <UnknownList unknown={answer.unknown} />
        <Typography sx={{ mt: 2, fontWeight: 600 }}>What may help</Typography>
        <Box component="ul" sx={{ mt: 0.5, mb: 0, pl: 2.5 }}>
          <li>Paste the whole alert: every label helps.</li>
          <li>
            Ask for the namespace alone, such as <code>namespace=shop</code>.
          </li>
          <li>Leave out the ending of a pod’s name.</li>
          <li>
            See in <TextLink to={sourcesPath}>Sources</TextLink> whether its
            repository and cluster are read.
          </li>
        </Box>
      </EmptyState>
      <CandidateList candidates={answer.candidates} onAsk={onAsk} />
      <SourcesSection answer={answer} />
    </Box>
  );
}
