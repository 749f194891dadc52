import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import ButtonBase from '@mui/material/ButtonBase';
import Typography from '@mui/material/Typography';
import { ReactNode } from 'react';
import { forgetQuestions } from '../recent';

const alertAsJson = JSON.stringify({
  status: 'firing',
  labels: {
    alertname: 'KubePodCrashLooping',
    namespace: 'shop',
    pod: 'cart-6f5c9799d8-mf6hp',
  },
});

const examples: { title: string; question: string }[] = [
  {
    title: 'The labels of an alert',
    question: '{namespace="shop", pod="cart-6f5c9799d8-mf6hp"}',
  },
  { title: 'An alert as Alertmanager sends it', question: alertAsJson },
  { title: 'An object', question: 'Deployment/shop/cart env=production' },
  { title: 'A path in a repository', question: 'apps/cart' },
  { title: 'Plain words', question: 'cart production' },
];

function QuestionList(props: { children: ReactNode }) {
  return (
    <Box
      component="ul"
      sx={{ listStyle: 'none', p: 0, m: 0, display: 'grid', gap: 1 }}
    >
      {props.children}
    </Box>
  );
}

function QuestionItem(props: {
  question: string;
  title?: string;
  onAsk(question: string): void;
}) {
  const { question, title, onAsk } = props;
  return (
    <Box component="li" sx={{ minWidth: 0 }}>
      <ButtonBase
        onClick={() => onAsk(question)}
        sx={{
          display: 'block',
          width: '100%',
          textAlign: 'left',
          px: 2,
          py: 1.25,
          border: 1,
          borderColor: 'divider',
          borderRadius: 1.5,
          bgcolor: 'background.paper',
          '&:hover': { borderColor: 'primary.main' },
          '&:focus-visible': {
            outline: theme => `2px solid ${theme.palette.primary.main}`,
            outlineOffset: 1,
          },
        }}
      >
        {title && (
          <Typography
            component="span"
            sx={{
              display: 'block',
              fontSize: '0.8125rem',
              color: 'text.secondary',
              mb: 0.25,
            }}
          >
            {title}
          </Typography>
        )}
        <Box
          component="span"
          sx={{
            display: '-webkit-box',
            WebkitLineClamp: 2,
            WebkitBoxOrient: 'vertical',
            overflow: 'hidden',
            overflowWrap: 'anywhere',
            fontFamily: 'ui-monospace, Menlo, Consolas, monospace',
            fontSize: '0.875rem',
          }}
        >
          {question}
        </Box>
      </ButtonBase>
    </Box>
  );
}

export function StartScreen(props: {
  recent: string[];
  onAsk(question: string): void;
  onForget(): void;
}) {
  const { recent, onAsk, onForget } = props;
  const heading = { fontSize: '1.125rem', fontWeight: 600, m: 0 };
  return (
    <Box
      sx={{
        display: 'grid',
        gridTemplateColumns: {
          xs: 'minmax(0, 1fr)',
          md:
            recent.length > 0 ? 'repeat(2, minmax(0, 1fr))' : 'minmax(0, 1fr)',
        },
        gap: 4,
        mt: 2,
      }}
    >
      {recent.length > 0 && (
        <section aria-labelledby="plumbline-recent">
          <Box
            sx={{
              display: 'flex',
              justifyContent: 'space-between',
              alignItems: 'center',
              minHeight: 36,
              mb: 1.5,
            }}
          >
            <Typography component="h2" id="plumbline-recent" sx={heading}>
              Asked before
            </Typography>
            <Button
              size="small"
              color="inherit"
              sx={{ textTransform: 'none' }}
              onClick={() => {
                forgetQuestions();
                onForget();
              }}
            >
              Forget these
            </Button>
          </Box>
          <QuestionList>
            {recent.map(question => (
              <QuestionItem key={question} question={question} onAsk={onAsk} />
            ))}
          </QuestionList>
        </section>
      )}
      <section aria-labelledby="plumbline-examples">
        <Box
          sx={{ display: 'flex', alignItems: 'center', minHeight: 36, mb: 1.5 }}
        >
          <Typography component="h2" id="plumbline-examples" sx={heading}>
            What can be asked
          </Typography>
        </Box>
        <QuestionList>
          {examples.map(({ title, question }) => (
            <QuestionItem
              key={title}
              title={title}
              question={question}
              onAsk={onAsk}
            />
          ))}
        </QuestionList>
      </section>
    </Box>
  );
}
