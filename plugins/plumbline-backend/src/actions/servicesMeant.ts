import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  Freshness,
  MatrixQuery,
  PromotedService,
} from '@plumbline/plugin-plumbline-common';
import { PromotionService } from '../promotion/PromotionService';

/** Services that are named in an answer. */
const MOST_NAMES = 50;

/** The services that a text names, or else those that hold it somewhere. */
export interface ServicesMeant {
  wanted: string;
  /** Only services of this team were looked for. */
  team?: string;
  /** Whether they are called so, or have this id. */
  exact: boolean;
  services: { id: string; name: string }[];
  /** Of which the services are the first. */
  total: number;
  freshness: Freshness;
}

/**
 * Asks for the whole name, then for an id, then for what holds the text: a search also finds paths and versions, so that a
 * service may stand behind many that merely mention it.
 */
export async function servicesMeant(
  promotion: Pick<PromotionService, 'matrix' | 'service'>,
  wanted: string,
  options: { team?: string; credentials: BackstageCredentials },
): Promise<ServicesMeant> {
  const { team, credentials } = options;
  const ask = async (query: MatrixQuery) => {
    const { services, totalItems, freshness } = await promotion.matrix(
      { ...query, ...(team && { team }), limit: MOST_NAMES },
      { credentials },
    );
    return {
      services: services.id.map((id, at) => ({ id, name: services.name[at] })),
      total: totalItems,
      freshness,
    };
  };
  const asked = { wanted, ...(team && { team }) };
  const called = await ask({ name: wanted });
  if (called.total > 0) {
    return { ...asked, exact: true, ...called };
  }
  const one = await serviceOf(promotion, wanted, credentials);
  if (one && (team === undefined || one.teams.includes(team))) {
    const { freshness } = one;
    return { ...asked, exact: true, services: [one], total: 1, freshness };
  }
  return { ...asked, exact: false, ...(await ask({ text: wanted })) };
}

async function serviceOf(
  promotion: Pick<PromotionService, 'service'>,
  id: string,
  credentials: BackstageCredentials,
): Promise<PromotedService | undefined> {
  try {
    return await promotion.service(id, { credentials });
  } catch (error) {
    if (error instanceof NotFoundError) {
      return undefined;
    }
    throw error;
  }
}

/** How many were found, and by what. */
export function describeMeant({
  wanted,
  team,
  exact,
  services,
  total,
}: ServicesMeant): string {
  const of = team ? ` of ${team}` : '';
  if (exact) {
    return total === 1
      ? `One service${of} is called ${wanted}`
      : `${total} services${of} are called ${wanted}, each a service of its own: ids and repositories tell them apart`;
  }
  if (total === 0) {
    return `No service${of} is called ${wanted}, and none mentions it`;
  }
  const shown = services.length < total ? `, first ${services.length}` : '';
  return `No service${of} is called ${wanted}; ${total} ${total === 1 ? 'mentions' : 'mention'} it in name, path or version${shown}`;
}
