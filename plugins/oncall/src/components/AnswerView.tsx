import Box from '@mui/material/Box';
import { AlertSummary, Answer } from '@plumbline/plugin-plumbline-common';
import { ReactNode } from 'react';
import { placesThatDiffer } from '../answerText';
import { CandidateList } from './CandidateList';
import { ChangeSection } from './ChangeSection';
import { ClaimsSection } from './ClaimsSection';
import { ConfigSection } from './ConfigSection';
import { OwnerPanel } from './OwnerPanel';
import { SecretsSection } from './SecretsSection';
import { SourcesSection } from './SourcesSection';
import { SubjectSection } from './SubjectSection';
import { VersionsSection } from './VersionsSection';

function Column(props: { children: ReactNode }) {
  return (
    <Box
      sx={{
        display: 'grid',
        gap: { xs: 2, sm: 2.5 },
        gridTemplateColumns: 'minmax(0, 1fr)',
        alignContent: 'start',
      }}
    >
      {props.children}
    </Box>
  );
}

/** The answer: who, then what and where, then the evidence. */
export function AnswerView(props: {
  answer: Answer;
  link: string;
  onAsk(question: string): void;
  /** What is to be said of the answer as a whole. */
  notice?: ReactNode;
  /** The alert that this answers. */
  alert?: AlertSummary;
  /** Whether the owner is right. */
  verdict?: ReactNode;
}) {
  const { answer, link, onAsk, notice, alert, verdict } = props;
  const others = placesThatDiffer(answer).length > 0 ? [] : answer.candidates;
  return (
    <Column>
      <OwnerPanel
        answer={answer}
        link={link}
        onAsk={onAsk}
        alert={alert}
        verdict={verdict}
      />
      {notice}
      <Box
        sx={{
          display: 'grid',
          gap: { xs: 2, sm: 2.5 },
          gridTemplateColumns: {
            xs: 'minmax(0, 1fr)',
            md: 'minmax(0, 3fr) minmax(0, 2fr)',
          },
        }}
      >
        <Column>
          <SubjectSection answer={answer} />
          <ConfigSection answer={answer} />
        </Column>
        <Column>
          <CandidateList candidates={others} onAsk={onAsk} />
          <ChangeSection answer={answer} alertStart={alert?.startsAt} />
          <VersionsSection answer={answer} />
          <SecretsSection answer={answer} />
        </Column>
      </Box>
      <ClaimsSection answer={answer} />
      <SourcesSection answer={answer} />
    </Column>
  );
}
