import { TeamSummary } from '@plumbline/plugin-plumbline-common';
import { useAttentionPath } from '../../attention';
import { AttentionLine } from '../AttentionLine';

/** What a team has to look at, each number leading to its list. */
export function TeamAttention(props: { team: TeamSummary }) {
  const { ref, counts } = props.team;
  const pathTo = useAttentionPath();
  return <AttentionLine counts={counts} pathTo={what => pathTo(ref, what)} />;
}
