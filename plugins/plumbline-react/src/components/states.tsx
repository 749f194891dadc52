import BlockIcon from '@mui/icons-material/Block';
import CloudOffIcon from '@mui/icons-material/CloudOff';
import ErrorIcon from '@mui/icons-material/ErrorOutline';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { ReactNode } from 'react';

/**
 * A state in which there is nothing to show: what is the case, and what to do about it.
 *
 * @public
 */
export function EmptyState(props: {
  title: string;
  icon?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  role?: 'alert' | 'status';
  /** Of the heading: 1 where nothing else names the page. */
  level?: 1 | 2;
}) {
  const { title, icon, children, action, role, level = 2 } = props;
  return (
    <Paper
      variant="outlined"
      role={role}
      sx={{ p: { xs: 2.5, sm: 4 }, borderRadius: 2 }}
    >
      <Box sx={{ display: 'flex', gap: 2, alignItems: 'flex-start' }}>
        {icon && (
          <Box
            aria-hidden
            sx={{ display: 'flex', fontSize: 28, color: 'text.secondary' }}
          >
            {icon}
          </Box>
        )}
        <Box sx={{ minWidth: 0, flex: 1 }}>
          <Typography
            component={`h${level}`}
            sx={{ fontSize: '1.25rem', fontWeight: 600, mb: 1 }}
          >
            {title}
          </Typography>
          {children}
          {action && <Box sx={{ mt: 2 }}>{action}</Box>}
        </Box>
      </Box>
    </Paper>
  );
}

/** @public */
export interface ErrorWords {
  title: string;
  advice: string;
}

function statusOf(error: Error): number | undefined {
  if ('statusCode' in error && typeof error.statusCode === 'number') {
    return error.statusCode;
  }
  return undefined;
}

/** The backend's own words, which a `ResponseError` carries as its cause. */
function wordsOf(error: Error): string {
  return error.cause instanceof Error && error.cause.message
    ? error.cause.message
    : error.message;
}

const forbiddenWords: Record<string, string | undefined> = {
  'plumbline.read': 'You may not read Plumbline',
  'plumbline.team.read': 'You may not see this',
};

/** What an error means to the person in front of the page, and what helps. @public */
export function describeError(
  error: Error,
  permission: string = 'plumbline.read',
): ErrorWords {
  const status = statusOf(error);
  if (status === 401) {
    return {
      title: 'You are not signed in any more',
      advice: 'Load the page again to sign in.',
    };
  }
  if (status === 403) {
    // What the backend names is what is missing: it may be another one than the page is about.
    const [missing] = /\bplumbline\.[a-z.]*[a-z]/.exec(wordsOf(error)) ?? [
      permission,
    ];
    return {
      title: forbiddenWords[missing] ?? 'You may not do this',
      advice: `Ask the people who run this portal for the permission ${missing}.`,
    };
  }
  if (isUnreadable(error)) {
    return { title: 'It cannot be read now', advice: wordsOf(error) };
  }
  if (isUnreachable(error)) {
    return {
      title: 'The portal does not answer',
      advice:
        'Either its backend is down or this computer is offline. Try again in a moment.',
    };
  }
  if (status === 413) {
    return {
      title: 'That could not be asked',
      advice: 'It is longer than 64 KiB. Paste the alert or its labels alone.',
    };
  }
  if (status === 400) {
    return { title: 'That could not be asked', advice: wordsOf(error) };
  }
  if (status === 404) {
    return { title: 'Not in the index', advice: wordsOf(error) };
  }
  return { title: 'Something went wrong', advice: wordsOf(error) };
}

/** Whether the portal answered that it cannot read what it was asked for. */
function isUnreadable(error: Error): boolean {
  return error.cause instanceof Error && error.cause.name === 'UnreadableError';
}

/** Whether nobody answered at all: the portal is down, or this computer is offline. @public */
export function isUnreachable(error: Error): boolean {
  const status = statusOf(error);
  return (
    !isUnreadable(error) &&
    ([502, 503, 504].includes(status ?? 0) ||
      (status === undefined && /fetch|network/i.test(error.message)))
  );
}

/** Whether somebody may not see what they asked for. @public */
export function isForbidden(error: Error): boolean {
  return statusOf(error) === 403;
}

/** Whether the same request may succeed later. */
function mayPass(status: number | undefined): boolean {
  return status === undefined || ![400, 413].includes(status);
}

/**
 * A failed request in two lines and a button.
 *
 * @public
 */
export function ErrorState(props: {
  error: Error;
  onRetry?: () => void;
  permission?: string;
}) {
  const { error, onRetry, permission } = props;
  const { title, advice } = describeError(error, permission);
  const status = statusOf(error);
  let icon = <ErrorIcon fontSize="inherit" color="error" />;
  if (status === 403) {
    icon = <BlockIcon fontSize="inherit" color="error" />;
  } else if (isUnreachable(error)) {
    icon = <CloudOffIcon fontSize="inherit" color="error" />;
  }
  return (
    <EmptyState
      role="alert"
      title={title}
      icon={icon}
      action={
        onRetry &&
        mayPass(status) && (
          <Button
            variant="outlined"
            color="inherit"
            onClick={onRetry}
            sx={{ textTransform: 'none' }}
          >
            Try again
          </Button>
        )
      }
    >
      <Typography sx={{ overflowWrap: 'anywhere' }}>{advice}</Typography>
    </EmptyState>
  );
}
