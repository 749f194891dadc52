import LockIcon from '@mui/icons-material/LockOutlined';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Paper from '@mui/material/Paper';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { FileView } from '@plumbline/plugin-plumbline-common';
import {
  CopyButton,
  EmptyState,
  ErrorState,
  Loaded,
  monospace,
  PageBody,
  parametersOf,
  plumblineApiRef,
  shortRevision,
  sourcesRouteRef,
  TextLink,
  useDocumentTitle,
  useLoaded,
  usePagePath,
} from '@plumbline/plugin-plumbline-react';
import { useEffect, useMemo, useRef } from 'react';
import { Link as RouterLink, useLocation } from 'react-router-dom';
import { linesFromHash, splitLines } from '../fileLines';

function useFile(
  repository: string,
  revision: string,
  path: string,
): Loaded<FileView | undefined> {
  return useLoaded(
    plumblineApiRef,
    { repository, revision, path },
    async (api, asked) =>
      asked.repository && asked.revision && asked.path
        ? await api.file(asked.repository, asked.revision, asked.path)
        : undefined,
  );
}

/** A file of an indexed repository as it was at a commit. */
export function FilePage() {
  const { search } = useLocation();
  const {
    repository = '',
    revision = '',
    path = '',
  } = parametersOf(search, ['repository', 'revision', 'path']);
  const { value: file, error, reload } = useFile(repository, revision, path);
  useDocumentTitle(path ? `${path} in ${repository}` : 'File');
  const sourcesPath = usePagePath(sourcesRouteRef);

  if (!repository || !revision || !path) {
    return (
      <PageBody>
        <EmptyState title="This address names no file">
          <Typography>
            It takes <code>repository</code>, <code>revision</code> and{' '}
            <code>path</code>. <TextLink to={sourcesPath}>Sources</TextLink>{' '}
            lists what is read.
          </Typography>
        </EmptyState>
      </PageBody>
    );
  }
  return (
    <PageBody>
      <Typography
        component="h2"
        sx={{
          fontSize: { xs: '1.125rem', sm: '1.375rem' },
          fontWeight: 600,
          overflowWrap: 'anywhere',
          m: 0,
        }}
      >
        {path}
      </Typography>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          columnGap: 2,
          rowGap: 1,
          mt: 0.5,
          mb: 2,
          color: 'text.secondary',
        }}
      >
        <Box component="span" sx={{ overflowWrap: 'anywhere' }}>
          {repository} at {shortRevision(revision)}
        </Box>
        <CopyButton labelled what="path" text={path} />
        {file?.webUrl && <TextLink to={file.webUrl}>Open on its host</TextLink>}
      </Box>
      {error && <ErrorState error={error} onRetry={reload} />}
      {!error && !file && (
        <Box role="status" aria-label="Loading the file">
          <Skeleton variant="rounded" height={420} />
        </Box>
      )}
      {file && <FileLines file={file} />}
    </PageBody>
  );
}

function FileLines(props: { file: FileView }) {
  const { file } = props;
  const { hash, search } = useLocation();
  const lines = useMemo(() => splitLines(file.content), [file.content]);
  const masked = useMemo(() => new Set(file.masked), [file.masked]);
  const marked = linesFromHash(hash);
  const first = marked?.first;
  const target = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (first !== undefined && target.current) {
      target.current.scrollIntoView?.({ block: 'center' });
      target.current.focus({ preventScroll: true });
    }
  }, [first, file]);

  const digits = String(lines.length).length;
  return (
    <>
      {file.truncated && (
        <Alert severity="info" sx={{ mb: 2, borderRadius: 2 }}>
          The file is longer than what is shown here.
        </Alert>
      )}
      {masked.size > 0 && (
        <Typography
          sx={{ mb: 1, color: 'text.secondary', fontSize: '0.875rem' }}
        >
          {masked.size === 1
            ? 'One line holds a secret value, which is masked.'
            : `${masked.size} lines hold secret values, which are masked.`}
        </Typography>
      )}
      {first !== undefined && first > lines.length && (
        <Alert severity="warning" sx={{ mb: 2, borderRadius: 2 }}>
          There is no line {first}:{' '}
          {file.truncated ? 'it was cut off' : `the file has ${lines.length}`}.
        </Alert>
      )}
      <Paper
        variant="outlined"
        role="region"
        aria-label={`Contents of ${file.path}`}
        tabIndex={0}
        sx={{
          borderRadius: 2,
          overflowX: 'auto',
          py: 1,
          ...monospace,
          lineHeight: 1.6,
        }}
      >
        <Box sx={{ minWidth: '100%', width: 'max-content' }}>
          {lines.map((line, index) => {
            const number = index + 1;
            const isMarked =
              marked !== undefined &&
              number >= marked.first &&
              number <= marked.last;
            return (
              <Box
                key={number}
                id={`L${number}`}
                ref={number === first ? target : undefined}
                tabIndex={number === first ? -1 : undefined}
                aria-current={isMarked ? 'location' : undefined}
                sx={{
                  display: 'flex',
                  pr: 2,
                  whiteSpace: 'pre',
                  borderLeft: 4,
                  borderColor: isMarked ? 'warning.main' : 'transparent',
                  bgcolor: isMarked ? 'action.selected' : undefined,
                  '&:focus': { outline: 'none' },
                  '&:focus-visible': {
                    outline: theme => `2px solid ${theme.palette.primary.main}`,
                    outlineOffset: -2,
                  },
                }}
              >
                <Link
                  component={RouterLink}
                  to={{ search, hash: `#L${number}` }}
                  replace
                  aria-label={`Line ${number}`}
                  underline="hover"
                  tabIndex={-1}
                  sx={{
                    width: `${digits + 3}ch`,
                    flexShrink: 0,
                    textAlign: 'right',
                    pr: 2,
                    color: 'text.secondary',
                    userSelect: 'none',
                  }}
                >
                  {number}
                </Link>
                <span>{line || ' '}</span>
                {masked.has(number) && (
                  <Box
                    component="span"
                    sx={{
                      display: 'inline-flex',
                      alignItems: 'center',
                      gap: 0.5,
                      ml: 2,
                      color: 'text.secondary',
                      userSelect: 'none',
                    }}
                  >
                    <LockIcon aria-hidden sx={{ fontSize: 14 }} />
                    masked
                  </Box>
                )}
              </Box>
            );
          })}
        </Box>
      </Paper>
    </>
  );
}
