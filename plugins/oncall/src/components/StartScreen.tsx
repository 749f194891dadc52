import { useApi } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import ButtonBase from '@mui/material/ButtonBase';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import {
  CopyButton,
  monospace,
  plumblineApiRef,
} from '@plumbline/plugin-plumbline-react';
import { ReactNode, useEffect, useState } from 'react';
import { OnCallDirectories } from '../alerts/OnCallDirectories';
import { Receivers } from '../alerts/Receivers';
import { TimeToOwner } from '../alerts/TimeToOwner';
import { forgetAll } from '../saved/keepFor';

interface Example {
  title: string;
  question: string;
}

function examplesOf(parts: {
  namespace: string;
  workload: string;
  pod: string;
  path: string;
}): Example[] {
  const { namespace, workload, pod, path } = parts;
  const alert = {
    status: 'firing',
    labels: { alertname: 'KubePodCrashLooping', namespace, pod },
  };
  return [
    {
      title: 'The labels of an alert',
      question: `{namespace="${namespace}", pod="${pod}"}`,
    },
    {
      title: 'An alert as Alertmanager sends it',
      question: JSON.stringify(alert),
    },
    {
      title: 'An object',
      question: `Deployment/${namespace}/${workload} env=production`,
    },
    { title: 'A path in a repository', question: path },
    { title: 'Plain words', question: `${workload} production` },
  ];
}

/** Questions that the demo organisation answers. */
const demoExamples = examplesOf({
  namespace: 'shop',
  workload: 'cart',
  pod: 'cart-6f5c9799d8-mf6hp',
  path: 'apps/cart',
});

/** The forms of a question, where nobody knows what a portal's own people would ask. */
const forms = examplesOf({
  namespace: 'NAMESPACE',
  workload: 'NAME',
  pod: 'POD',
  path: 'apps/NAME/base/deployment.yaml',
});

/** Whether the demo organisation is indexed; unknown until the index has said so. */
function useDemo(): boolean | undefined {
  const api = useApi(plumblineApiRef);
  const [demo, setDemo] = useState<boolean>();
  useEffect(() => {
    let dropped = false;
    api
      .sources({ kind: 'repository', text: 'acme/app-config', limit: 1 })
      .then(
        ({ items }) => items.some(({ name }) => name === 'acme/app-config'),
        () => false,
      )
      .then(found => !dropped && setDemo(found));
    return () => {
      dropped = true;
    };
  }, [api]);
  return demo;
}

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
            ...monospace,
            display: '-webkit-box',
            WebkitLineClamp: 2,
            WebkitBoxOrient: 'vertical',
            overflow: 'hidden',
          }}
        >
          {question}
        </Box>
      </ButtonBase>
    </Box>
  );
}

const heading = { fontSize: '1.125rem', fontWeight: 600, m: 0 };

function Part(props: {
  id: string;
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}) {
  const { id, title, aside, children } = props;
  return (
    <section aria-labelledby={id}>
      <Box
        sx={{
          display: 'flex',
          justifyContent: 'space-between',
          alignItems: 'center',
          minHeight: 36,
          mb: 1,
        }}
      >
        <Typography component="h2" id={id} sx={heading}>
          {title}
        </Typography>
        {aside}
      </Box>
      {children}
    </section>
  );
}

/** The forms of a question, to read rather than to ask. */
function Forms() {
  return (
    <Box component="dl" sx={{ m: 0, display: 'grid', gap: 1.5 }}>
      {forms.map(({ title, question }) => (
        <div key={title}>
          <Box
            component="dt"
            sx={{ fontSize: '0.8125rem', color: 'text.secondary' }}
          >
            {title}
          </Box>
          <Box component="dd" sx={{ ...monospace, m: 0 }}>
            {question}
          </Box>
        </div>
      ))}
    </Box>
  );
}

/** The annotation that leads from an alert straight to its answer. */
function AlertAnnotation(props: { link: string }) {
  const labels = ['namespace', 'pod', 'cluster']
    .map(label => `${label}={{ $labels.${label} }}`)
    .join('&');
  const annotation = `owner: '${props.link}?${labels}'`;
  return (
    <Part
      id="plumbline-annotation"
      title="One click from every alert"
      aside={<CopyButton text={annotation} what="annotation" />}
    >
      <Typography sx={{ mb: 1 }}>
        Add this to the annotations of your alerting rules. Whoever is paged
        then opens the answer with the alert’s own labels.
      </Typography>
      <Box
        sx={{
          ...monospace,
          px: 2,
          py: 1.25,
          border: 1,
          borderColor: 'divider',
          borderRadius: 1.5,
          bgcolor: 'background.paper',
        }}
      >
        {annotation}
      </Box>
    </Part>
  );
}

/** What to ask, before anything is asked. */
export function StartScreen(props: {
  recent: string[];
  /** Address of this page. */
  link: string;
  onAsk(question: string): void;
  onForget(): void;
}) {
  const { recent, link, onAsk, onForget } = props;
  const demo = useDemo();
  return (
    <Box
      sx={{
        display: 'grid',
        gridTemplateColumns: {
          xs: 'minmax(0, 1fr)',
          md: 'repeat(2, minmax(0, 1fr))',
        },
        alignItems: 'start',
        gap: 4,
        mt: 4,
      }}
    >
      <Part id="plumbline-examples" title="What can be asked">
        {demo === true && (
          <QuestionList>
            {demoExamples.map(({ title, question }) => (
              <QuestionItem
                key={title}
                title={title}
                question={question}
                onAsk={onAsk}
              />
            ))}
          </QuestionList>
        )}
        {demo === false && <Forms />}
        {demo === undefined && (
          <Skeleton variant="rounded" height={340} aria-hidden />
        )}
      </Part>
      <Box sx={{ display: 'grid', gap: 4, minWidth: 0 }}>
        {recent.length > 0 && (
          <Part
            id="plumbline-recent"
            title="Asked before"
            aside={
              <Button
                size="small"
                color="inherit"
                sx={{ textTransform: 'none' }}
                onClick={() => {
                  forgetAll();
                  onForget();
                }}
              >
                Forget these
              </Button>
            }
          >
            <QuestionList>
              {recent.map(question => (
                <QuestionItem
                  key={question}
                  question={question}
                  onAsk={onAsk}
                />
              ))}
            </QuestionList>
          </Part>
        )}
        <AlertAnnotation link={link} />
        <TimeToOwner />
        <Receivers />
        <OnCallDirectories />
      </Box>
    </Box>
  );
}
