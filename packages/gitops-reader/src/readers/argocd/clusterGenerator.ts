import { JsonObject } from '../../facts';
import { objectAt } from '../../lib/json';
import { Generated, GeneratorContext, withValues } from './generated';
import { flatten, normalizeName } from './parameters';
import { selects } from './selector';

/**
 * Clusters are known to Argo CD. Those whose Secret stands in Git are known here, and those that a name mentions when
 * all are wanted; one without a name stands for the others, so that what does not depend on the cluster can be told.
 */
export function clusterParameters(
  spec: JsonObject,
  context: GeneratorContext,
): Generated {
  const selector = objectAt(spec, 'selector');
  const restricted = selector !== undefined && Object.keys(selector).length > 0;
  const known = context.clusters.filter(({ labels }) =>
    restricted
      ? labels !== undefined && selects(selector, labels) === true
      : true,
  );
  const inGit = known.some(({ labels }) => labels !== undefined);
  const parameters = known.map(({ name, server, labels, annotations }) => {
    const own: JsonObject = {
      name,
      nameNormalized: normalizeName(name),
      ...(server ? { server } : {}),
    };
    const metadata: JsonObject = { labels, annotations };
    return withValues(
      {
        values: context.go
          ? { ...own, metadata }
          : { ...own, ...flatten(metadata, 'metadata.') },
      },
      spec,
      context,
    );
  });
  if (restricted && inGit) {
    return { parameters, unknown: ['clusters whose Secrets are not in Git'] };
  }
  return {
    parameters: [
      withValues({ values: {}, vague: true }, spec, context),
      ...parameters,
    ],
    unknown: ['the clusters that Argo CD knows'],
    ...(parameters.length > 0
      ? { guesses: [known.map(({ name }) => name).join(', ')] }
      : {}),
  };
}
