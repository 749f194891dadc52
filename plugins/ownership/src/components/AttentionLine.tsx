import { TextLink } from '@plumbline/plugin-plumbline-react';
import {
  Attention,
  AttentionCounts,
  attentions,
  describeAttention,
  describeUnknown,
} from '../attention';

/** What there is to look at, each number leading to the list that it counts; what is not known, or is in order, is left out. */
export function AttentionLine(props: {
  counts: AttentionCounts;
  pathTo: (what: Attention) => string | undefined;
}) {
  const { counts, pathTo } = props;
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
          <TextLink to={pathTo(what)}>
            {describeAttention(what, count)}
          </TextLink>
        </span>
      ))}
    </>
  );
}
