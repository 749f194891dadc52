import Typography from '@mui/material/Typography';
import { Answer, HandWritten } from '@plumbline/plugin-plumbline-common';
import {
  Age,
  FileLink,
  secondary,
  shortRevision,
  TextLink,
} from '@plumbline/plugin-plumbline-react';
import { beforeAlert } from '../alerts/alertWords';
import { Section } from './Section';

/** The commit that last touched its configuration, and what was written by hand since or before. */
export function ChangeSection(props: {
  answer: Answer;
  /** When the alert began. RFC 3339. */
  alertStart?: string;
}) {
  const { lastChange, handWritten } = props.answer;
  return lastChange || handWritten ? (
    <Section title="What changed last">
      {lastChange && (
        <Commit change={lastChange} alertStart={props.alertStart} />
      )}
      {handWritten && <ByHand written={handWritten} />}
    </Section>
  ) : null;
}

const below = { ...secondary, mt: 0.5 };

/** What somebody changed in the cluster, past Git. */
function ByHand(props: { written: HandWritten }) {
  const { manager, at, fields, more } = props.written;
  return (
    <Typography sx={below}>
      Written by hand with {manager}
      {at && (
        <>
          , <Age at={at} />
        </>
      )}
      : {fields.join(', ')}
      {more && ` and ${more} more`}
    </Typography>
  );
}

function Commit(props: {
  change: NonNullable<Answer['lastChange']>;
  alertStart?: string;
}) {
  const { subject, author, at, pullRequest, revision, path, repository, url } =
    props.change;
  const before = beforeAlert(at, props.alertStart);
  return (
    <>
      <Typography sx={{ fontSize: '1.0625rem', overflowWrap: 'anywhere' }}>
        <TextLink to={url}>{subject}</TextLink>
      </Typography>
      <Typography sx={below}>
        <Age at={at} />
        {before && `, ${before},`} by {author}
        {pullRequest && ` in #${pullRequest}`}, commit {shortRevision(revision)}
      </Typography>
      <Typography sx={below}>
        <FileLink location={{ repository, revision, path }} /> in {repository}
      </Typography>
    </>
  );
}
