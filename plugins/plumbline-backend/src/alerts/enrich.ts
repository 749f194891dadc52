import { FileLocation } from '@plumbline/gitops-reader';
import { EnrichedAlert } from '@plumbline/plugin-plumbline-common';
import { Portal } from '../api/portal';
import { ResolvedQuestion } from './store/AlertStore';

/** An alert with its owner beside its own labels and annotations, none of which is changed. */
export function enriched(
  alert: object,
  { labels, annotations }: Pick<EnrichedAlert, 'labels' | 'annotations'>,
  { ownership, resolution }: ResolvedQuestion,
  { portalUrl }: Portal,
): EnrichedAlert {
  const [owner] = resolution.owners;
  const { subject, config } = resolution;
  return {
    ...alert,
    labels: {
      ...labels,
      // Labels route: only what is no guess, and nothing that people disagree about.
      ...(owner &&
        owner.confidence !== 'guess' &&
        !resolution.contested && {
          plumbline_team: owner.team.slice(owner.team.lastIndexOf('/') + 1),
        }),
    },
    annotations: {
      ...annotations,
      plumbline_owner: owner
        ? resolution.owners.map(({ team }) => team).join(', ')
        : ownership,
      ...(owner && {
        plumbline_confidence: resolution.contested
          ? 'contested'
          : owner.confidence,
      }),
      ...(subject?.type === 'object' && {
        plumbline_subject: [subject.kind, subject.namespace, subject.name]
          .filter(Boolean)
          .join('/'),
      }),
      ...(config && { plumbline_config: placeOf(config) }),
      ...(portalUrl && {
        plumbline_url: `${portalUrl}?q=${encodeURIComponent(resolution.query)}`,
      }),
    },
  };
}

function placeOf({
  repository,
  path,
  line,
}: Pick<FileLocation, 'repository' | 'path' | 'line'>): string {
  return `${repository}:${path}${line ? `:${line}` : ''}`;
}
