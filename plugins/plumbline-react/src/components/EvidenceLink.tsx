import { Evidence } from '@plumbline/plugin-plumbline-common';
import { entityPath } from '../links';
import { describeEvidence } from '../words';
import { FileLink } from './FileLink';
import { TextLink } from './TextLink';

/**
 * The place where a person can check a fact: a line of a file, or a field of an object.
 *
 * @public
 */
export function EvidenceLink(props: { evidence: Evidence; url?: string }) {
  const { evidence, url } = props;
  const words = describeEvidence(evidence);
  return evidence.type === 'file' ? (
    <FileLink location={evidence.location} url={url}>
      {words}
    </FileLink>
  ) : (
    <TextLink to={url ?? entityPath(evidence.object)}>{words}</TextLink>
  );
}
