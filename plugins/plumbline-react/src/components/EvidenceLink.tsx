import { questionOfObject } from '@plumbline/gitops-lookup';
import { Evidence } from '@plumbline/plugin-plumbline-common';
import { searchOf } from '../addresses';
import { usePagePath } from '../hooks/usePagePath';
import { entityPath } from '../links';
import { oncallRouteRef } from '../routes';
import { describeEvidence } from '../words';
import { FileLink } from './FileLink';
import { TextLink } from './TextLink';

/**
 * The place where a person can check a fact: a line of a file, the page of an entity, or the answer for an object of a cluster.
 *
 * @public
 */
export function EvidenceLink(props: { evidence: Evidence; url?: string }) {
  const { evidence, url } = props;
  const oncall = usePagePath(oncallRouteRef);
  const words = describeEvidence(evidence);
  if (evidence.type === 'file') {
    return (
      <FileLink location={evidence.location} url={url}>
        {words}
      </FileLink>
    );
  }
  const { object, cluster } = evidence;
  const answer =
    oncall && `${oncall}${searchOf({ q: questionOfObject(object, cluster) })}`;
  return <TextLink to={url ?? entityPath(object) ?? answer}>{words}</TextLink>;
}
