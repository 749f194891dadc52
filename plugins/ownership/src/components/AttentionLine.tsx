import { TeamSummary } from '@plumbline/plugin-plumbline-common';
import { TextLink } from '@plumbline/plugin-plumbline-react';
import {
  attentions,
  describeAttention,
  describeUnknown,
  useAttentionPath,
} from '../attention';

/** What a team has to look at, each number leading to the list that it counts; what is not known, or is in order, is left out. */
export function AttentionLine(props: { team: TeamSummary }) {
  const { ref, counts } = props.team;
  const pathTo = useAttentionPath();
  const waiting = attentions.flatMap(what => {
    const count = counts[what];
    return count ? [{ what, count }] : [];
  });
  if (waiting.length === 0) {
    const isUnknown =
      attentions.some(what => counts[what] === undefined) ||
      describeUnknown(counts).length > 0;
    return <>nothing {isUnknown && 'known '}to look at</>;
  }
  return (
    <>
      {waiting.map(({ what, count }, index) => (
        <span key={what}>
          {index > 0 && ' · '}
          <TextLink to={pathTo(ref, what)}>
            {describeAttention(what, count)}
          </TextLink>
        </span>
      ))}
    </>
  );
}
