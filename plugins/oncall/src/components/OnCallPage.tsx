import Box from '@mui/material/Box';
import Fade from '@mui/material/Fade';
import LinearProgress from '@mui/material/LinearProgress';
import { Answer } from '@plumbline/plugin-plumbline-common';
import {
  Announcement,
  ErrorState,
  isUnreachable,
  oncallRouteRef,
  PageBody,
  searchOf,
  useDocumentTitle,
  useLookup,
  usePagePath,
  useSources,
} from '@plumbline/plugin-plumbline-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useLocation, useNavigate } from 'react-router-dom';
import { answerInShort, isFound } from '../answerText';
import { isTooLong, longestLink, questionFromSearch } from '../question';
import { AlertList } from '../alerts/AlertList';
import { alertFiltersOf, searchOfAlerts } from '../alerts/alertFilters';
import { useLookAtAnswer } from '../alerts/useFirstLook';
import { recentQuestions, rememberQuestion } from '../recent';
import { saveAnswer, savedAnswerTo } from '../saved/savedAnswers';
import { SavedNotice } from '../saved/SavedNotice';
import { useKeeping } from '../saved/useKeeping';
import { useAddress } from '../useAddress';
import { AnswerSkeleton } from './AnswerSkeleton';
import { AnswerView } from './AnswerView';
import { IndexingBanner } from './IndexingBanner';
import { NothingFound } from './NothingFound';
import { QuestionBox } from './QuestionBox';
import { StartScreen } from './StartScreen';

const tooLong = Object.assign(new Error('Too long'), { statusCode: 413 });

function titleOf(question: string | undefined, answer?: Answer): string {
  if (!question) {
    return 'On call';
  }
  return answer ? answerInShort(answer) : question.slice(0, 80);
}

/** A question too long for a link travels in the state of the history entry, so that Back still works. */
function questionFromState(state: unknown): string | undefined {
  return typeof state === 'object' &&
    state !== null &&
    'question' in state &&
    typeof state.question === 'string'
    ? state.question
    : undefined;
}

export function OnCallPage() {
  const location = useLocation();
  const navigate = useNavigate();
  const path = usePagePath(oncallRouteRef) ?? '/oncall';
  const question =
    questionFromState(location.state) ?? questionFromSearch(location.search);
  const rejected = question !== undefined && isTooLong(question);
  const { answer, error, loading, reload } = useLookup(
    rejected ? undefined : question,
  );
  const sources = useSources({ limit: 1 });
  const keeping = useKeeping();
  const [recent, setRecent] = useState<string[]>([]);

  const ask = useCallback(
    (text: string) => {
      const next = text.trim();
      if (!next) {
        navigate(path);
      } else if (next === question) {
        reload();
      } else if (next.length > longestLink) {
        navigate(path, { state: { question: next } });
      } else {
        navigate(`${path}${searchOf({ q: next })}`);
      }
    },
    [navigate, path, question, reload],
  );

  const address = useAddress(path);
  /** Absent for a question that is too long for one. */
  const ownLink =
    question && question.length <= longestLink
      ? `${address}${searchOf({ q: question })}`
      : undefined;
  const link = ownLink ?? address;

  const found = answer !== undefined && isFound(answer);
  useLookAtAnswer(question, error ? undefined : answer);
  useEffect(() => {
    if (keeping && question && found) {
      rememberQuestion(question);
    }
    if (keeping) {
      setRecent(recentQuestions());
    }
  }, [keeping, question, found]);
  useEffect(() => {
    if (keeping && question && answer && isFound(answer)) {
      saveAnswer({ title: question, answer, link: ownLink });
    }
  }, [keeping, question, answer, ownLink]);
  // An answer to this very question that was given before the portal fell silent is better than none, said as such.
  const saved =
    keeping && question && error && isUnreachable(error)
      ? savedAnswerTo(ownLink ?? question)
      : undefined;

  // What was not found while the portal still read its sources is asked again as they arrive.
  const readSources = sources.page?.summary.ok;
  const readBefore = useRef(readSources);
  useEffect(() => {
    const before = readBefore.current;
    readBefore.current = readSources;
    if (
      before !== undefined &&
      readSources !== undefined &&
      readSources > before &&
      answer &&
      !isFound(answer)
    ) {
      reload();
    }
  }, [readSources, answer, reload]);

  useDocumentTitle(titleOf(question, error ? undefined : answer));

  return (
    <PageBody>
      <QuestionBox question={question ?? ''} busy={loading} onAsk={ask} />
      <Box sx={{ height: 4, mt: 1, mb: 2 }}>
        <Fade in={loading} style={{ transitionDelay: '200ms' }} unmountOnExit>
          <LinearProgress aria-label="Looking up" sx={{ borderRadius: 1 }} />
        </Fade>
      </Box>
      <Announcement>
        {loading && question ? 'Looking up…' : ''}
        {!loading && answer ? `${answerInShort(answer)}.` : ''}
      </Announcement>
      {!found && <IndexingBanner page={sources.page} />}
      {rejected && <ErrorState error={tooLong} />}
      {error && !saved && <ErrorState error={error} onRetry={reload} />}
      {saved && (
        <>
          <SavedNotice savedAt={saved.savedAt} onRetry={reload} />
          <AnswerView answer={saved.answer} link={link} onAsk={ask} />
        </>
      )}
      {loading && !answer && <AnswerSkeleton />}
      {!error && answer && found && (
        <AnswerView
          answer={answer}
          link={link}
          onAsk={ask}
          notice={<IndexingBanner page={sources.page} />}
        />
      )}
      {!error && answer && !found && (
        <NothingFound answer={answer} onAsk={ask} />
      )}
      {!question && (
        <AlertList
          filters={alertFiltersOf(location.search)}
          linkTo={id => `${path}/alerts/${encodeURIComponent(id)}`}
          onChange={(filters, replace) =>
            navigate(`${path}${searchOfAlerts(filters)}`, { replace })
          }
        />
      )}
      {!question && (
        <StartScreen
          recent={recent}
          link={link}
          onAsk={ask}
          onForget={() => setRecent([])}
        />
      )}
    </PageBody>
  );
}
