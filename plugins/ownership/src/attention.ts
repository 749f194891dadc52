import { TeamCounts } from '@plumbline/plugin-plumbline-common';
import {
  counted,
  oncallRouteRef,
  promotionRouteRef,
  searchOf,
  usePagePath,
} from '@plumbline/plugin-plumbline-react';
import { useLinks } from './paths';

/** What there can be to look at. */
export const attentions = [
  'alerts',
  'drift',
  'secrets',
  'promotions',
  'findings',
  'contested',
] as const;
export type Attention = (typeof attentions)[number];

/** How much there is of each; a number that is absent is not known. */
export type AttentionCounts = Pick<
  Partial<TeamCounts>,
  Attention | 'driftUnknown' | 'secretsUnknown'
>;

/** What heads a number of them: what is counted, since not all that differs is due, and one service stands in many places. */
export const attentionTitles: Record<Attention, string> = {
  alerts: 'Alerts',
  drift: 'Drift past due',
  secrets: 'Secrets',
  promotions: 'Services behind',
  findings: 'Findings',
  contested: 'Contested',
};

/** A number of things to look at, in words: `2 workloads out of sync past due`. */
export function describeAttention(what: Attention, count: number): string {
  switch (what) {
    case 'alerts':
      return counted(count, 'alert firing', 'alerts firing');
    case 'drift':
      return counted(
        count,
        'workload out of sync past due',
        'workloads out of sync past due',
      );
    case 'secrets':
      return counted(
        count,
        'workload with an unhealthy Secret',
        'workloads with an unhealthy Secret',
      );
    case 'promotions':
      return counted(count, 'service behind', 'services behind');
    case 'findings':
      return counted(count, 'finding');
    default:
      return counted(count, 'contested', 'contested');
  }
}

/** What is not known about how something stands, as sentences. */
export function describeUnknown({
  driftUnknown = 0,
  secretsUnknown = 0,
}: AttentionCounts): string[] {
  return [
    ...(driftUnknown > 0
      ? [
          `Nothing that was read tells whether ${counted(driftUnknown, 'workload')} ${
            driftUnknown === 1 ? 'is' : 'are'
          } as Git says.`,
        ]
      : []),
    ...(secretsUnknown > 0
      ? [
          `Nothing that was read tells of all Secrets of ${counted(secretsUnknown, 'workload')}.`,
        ]
      : []),
  ];
}

/** Where the things are that a number counts; nothing where their page is not installed. */
export function useAttentionPath(): (
  team: string,
  what: Attention,
) => string | undefined {
  const links = useLinks();
  const oncall = usePagePath(oncallRouteRef);
  const promotion = usePagePath(promotionRouteRef);
  return (team, what) => {
    switch (what) {
      case 'alerts':
        return (
          oncall &&
          `${oncall}${searchOf({ list: 'alerts', team, status: 'firing' })}`
        );
      case 'promotions':
        return (
          promotion && `${promotion}${searchOf({ team, verdict: 'behind' })}`
        );
      default:
        return links && `${links.team(team)}${searchOf({ tab: what })}`;
    }
  };
}
