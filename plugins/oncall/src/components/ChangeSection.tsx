import Typography from '@mui/material/Typography';
import { Answer } from '@plumbline/plugin-plumbline-common';
import {
  Age,
  FileLink,
  shortRevision,
  TextLink,
} from '@plumbline/plugin-plumbline-react';
import { beforeAlert } from '../alerts/alertWords';
import { Section } from './Section';

/** The commit that last touched its configuration. */
export function ChangeSection(props: {
  answer: Answer;
  /** When the alert began. RFC 3339. */
  alertStart?: string;
}) {
  const { lastChange } = props.answer;
  if (!lastChange) {
    return null;
  }
  const { subject, author, at, pullRequest, revision, path, repository, url } =
    lastChange;
  const before = beforeAlert(at, props.alertStart);
  const secondary = {
    fontSize: '0.875rem',
    color: 'text.secondary',
    overflowWrap: 'anywhere',
    mt: 0.5,
  };
  return (
    <Section title="What changed last">
      <Typography sx={{ fontSize: '1.0625rem', overflowWrap: 'anywhere' }}>
        <TextLink to={url}>{subject}</TextLink>
      </Typography>
      <Typography sx={secondary}>
        <Age at={at} />
        {before && `, ${before},`} by {author}
        {pullRequest && ` in #${pullRequest}`}, commit {shortRevision(revision)}
      </Typography>
      <Typography sx={secondary}>
        <FileLink location={{ repository, revision, path }} /> in {repository}
      </Typography>
    </Section>
  );
}
