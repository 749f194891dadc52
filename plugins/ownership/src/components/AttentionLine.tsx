import { TeamSummary } from '@plumbline/plugin-plumbline-common';
import { TextLink } from '@plumbline/plugin-plumbline-react';
import { attentions, describeAttention, useAttentionPath } from '../attention';

/** What a team has to look at, each number leading to the list that it counts; what is not known is left out. */
export function AttentionLine(props: { team: TeamSummary }) {
  const { ref, counts } = props.team;
  const pathTo = useAttentionPath();
  const known = attentions.flatMap(what => {
    const count = counts[what];
    return count === undefined ? [] : [{ what, count }];
  });
  return (
    <>
      {known.map(({ what, count }, index) => (
        <span key={what}>
          {index > 0 && ' · '}
          {count > 0 ? (
            <TextLink to={pathTo(ref, what)}>
              {describeAttention(what, count)}
            </TextLink>
          ) : (
            describeAttention(what, count)
          )}
        </span>
      ))}
    </>
  );
}
