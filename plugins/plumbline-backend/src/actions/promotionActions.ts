import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { InputError, NotFoundError } from '@backstage/errors';
import {
  ComparedSide,
  PendingPromotion,
  placeId,
  PromotedCell,
  PromotedService,
} from '@plumbline/plugin-plumbline-common';
import { PromotionService } from '../promotion/PromotionService';
import { reading } from './reading';
import type { RegisterActionsOptions } from './registerActions';
import { describeMeant, servicesMeant } from './servicesMeant';

/** Services that are told of whole; the others by name and id. */
const MOST_SERVICES = 5;

export interface PromotionActionsOptions extends Pick<
  RegisterActionsOptions,
  'actionsRegistry'
> {
  /** Asks for permission of the caller, whose credentials an action hands on. */
  promotion: Pick<PromotionService, 'compare' | 'matrix' | 'service'>;
}

/** Which version stands where, for agents. */
export function registerPromotionStatus({
  actionsRegistry,
  promotion,
}: PromotionActionsOptions): void {
  actionsRegistry.register({
    ...reading,
    name: 'promotion-status',
    title: 'Tell which version runs where',
    description:
      'Which version of a service stands in which environment, since when, how it stands to the environment before, whether the clusters run it, and what stands between it and a newer one. `verdict` and `reason` say what is known; `unknown` means that it could not be told.',
    schema: {
      input: z =>
        z.object({
          service: z
            .string()
            .min(1)
            .describe('Name of a service, a part of it, or its id'),
          team: z
            .string()
            .min(1)
            .optional()
            .describe('Only of this team, a ref: `group:default/payments`'),
        }),
      output: z =>
        z.object({
          found: z
            .string()
            .describe('How many services are called so, in words'),
          services: z.array(
            z.object({
              id: z.string(),
              name: z.string(),
              repositories: z.array(z.string()),
              teams: z.array(z.string()).describe('Backstage refs'),
              places: z
                .array(
                  z.object({
                    place: z
                      .string()
                      .describe('As compare-environments takes it'),
                    environment: z.string(),
                    cluster: z.string().optional(),
                    namespace: z.string().optional(),
                    version: z
                      .string()
                      .optional()
                      .describe('What Git asks for; absent: none is pinned'),
                    since: z.string().optional().describe('RFC 3339'),
                    verdict: z.string(),
                    reason: z.string(),
                    runs: z
                      .string()
                      .describe('as-declared, diverged, missing or unknown'),
                    waitingSince: z
                      .string()
                      .optional()
                      .describe('When the environment before moved on'),
                    pinnedAt: z
                      .string()
                      .optional()
                      .describe('The line, `repository:path:line`'),
                    freeze: z
                      .string()
                      .optional()
                      .describe('The freeze that it is in now'),
                    pending: z
                      .array(z.string())
                      .describe('What is on its way, and what it waits for'),
                  }),
                )
                .describe('In the order of promotion'),
            }),
          ),
          others: z
            .array(z.string())
            .describe('Further services that may be meant, `name (id)`'),
          asOf: z.string().optional().describe('RFC 3339'),
          problems: z
            .array(z.string())
            .describe('Sources that could not be read'),
        }),
    },
    action: async ({ input, credentials }) => {
      const { service: wanted, team } = input;
      const found = await servicesMeant(promotion, wanted, {
        team,
        credentials,
      });
      const meant = (
        found.exact
          ? found.services
          : found.services.filter(({ name }) => holds(name, wanted))
      ).slice(0, MOST_SERVICES);
      const services: PromotedService[] = [];
      for (const { id } of meant) {
        services.push(await promotion.service(id, { credentials }));
      }
      const { asOf, problems } = found.freshness;
      return {
        output: {
          found: describeMeant(found),
          services: services.map(({ id, name, members, teams, cells }) => ({
            id,
            name,
            repositories: [
              ...new Set(members.map(({ repository }) => repository)),
            ],
            teams,
            places: cells.map(toPlace),
          })),
          others: found.services
            .filter(({ id }) => !meant.some(each => each.id === id))
            .map(withId),
          ...(asOf && { asOf }),
          problems: problems.map(({ source, error }) => `${source}: ${error}`),
        },
      };
    },
  });
}

/** How two environments of a service differ, for agents. */
export function registerCompareEnvironments({
  actionsRegistry,
  promotion,
}: PromotionActionsOptions): void {
  actionsRegistry.register({
    ...reading,
    name: 'compare-environments',
    title: 'Compare two environments of a service',
    description:
      'Which versions differ between two environments of a service, what else differs in its configuration (never the value of anything that may be a secret), and which changes lie between. `unread` names files that could not be compared.',
    schema: {
      input: z =>
        z.object({
          service: z.string().min(1).describe('Its name, or its id'),
          from: z
            .string()
            .min(1)
            .optional()
            .describe(
              'A `place` of promotion-status: `production/prod-eu`; or an environment. Absent: the one that tells most',
            ),
          to: z.string().min(1).optional().describe('The other place'),
        }),
      output: z =>
        z.object({
          id: z.string(),
          name: z.string(),
          from: z.string(),
          to: z.string(),
          versions: z.array(
            z.object({
              kind: z.string(),
              name: z.string(),
              from: z.string().optional().describe('Absent: not pinned there'),
              to: z.string().optional().describe('Absent: not pinned there'),
              order: z.string().describe('How `from` stands to `to`'),
              reason: z.string().optional(),
            }),
          ),
          configuration: z.array(
            z.object({
              key: z.string(),
              document: z.string().optional(),
              from: z.string().optional().describe('Absent: it is not there'),
              to: z.string().optional().describe('Absent: it is not there'),
            }),
          ),
          hidden: z
            .number()
            .describe('Keys that may hold a secret, which are not compared'),
          more: z.number().describe('Differences that are left out'),
          unread: z.array(z.string()),
          changes: z
            .array(z.string())
            .optional()
            .describe('What `from` got since; absent: nothing tells'),
        }),
    },
    action: async ({ input: { service, ...query }, credentials }) => {
      const id = await idOf(promotion, service, credentials);
      const found = await promotion.compare(id, query, { credentials });
      return {
        output: {
          id,
          name: found.name,
          from: placeId(found.from),
          to: placeId(found.to),
          versions: found.versions.map(
            ({ kind, name, from, to, order, reason }) => ({
              kind,
              name,
              ...(from && { from: from.value }),
              ...(to && { to: to.value }),
              order,
              ...(reason && { reason }),
            }),
          ),
          configuration: found.configuration.map(
            ({ key, document, from, to }) => ({
              key,
              ...(document && { document }),
              ...(from && { from: sideWords(from) }),
              ...(to && { to: sideWords(to) }),
            }),
          ),
          hidden: found.hidden,
          more: found.more,
          unread: found.unread.map(
            ({ repository, path, reason }) =>
              `${repository}:${path}: ${reason}`,
          ),
          ...(found.changes && {
            changes: found.changes.map(
              ({ from = 'nothing', to = 'nothing', at, author, subject }) =>
                `${from} to ${to}, ${at}, by ${author}: ${subject}`,
            ),
          }),
        },
      };
    },
  });
}

/** The one service of that name, or of that id. */
async function idOf(
  promotion: PromotionActionsOptions['promotion'],
  wanted: string,
  credentials: BackstageCredentials,
): Promise<string> {
  const found = await servicesMeant(promotion, wanted, { credentials });
  const [first, ...others] = found.services;
  if (!found.exact) {
    // Those whose name holds it are nearer than those that merely mention it.
    const near = [...found.services]
      .sort(
        (a, b) => Number(holds(b.name, wanted)) - Number(holds(a.name, wanted)),
      )
      .slice(0, MOST_SERVICES);
    throw new NotFoundError(
      [describeMeant(found), ...near.map(withId)].join('; '),
    );
  }
  if (others.length > 0) {
    throw new InputError(
      `${describeMeant(found)}. Ask by id: ${found.services.map(withId).join(', ')}`,
    );
  }
  return first.id;
}

function withId({ id, name }: { id: string; name: string }): string {
  return `${name} (${id})`;
}

function holds(name: string, wanted: string): boolean {
  return name.toLowerCase().includes(wanted.toLowerCase());
}

function sideWords({ path, line, value }: ComparedSide): string {
  return `${value ?? 'may be a secret'} (${path}:${line})`;
}

function toPlace(cell: PromotedCell) {
  const { environment, cluster, namespace, pins, main } = cell;
  const { since, lag, freeze } = cell;
  const pin = main === undefined ? undefined : pins[main];
  const waitingSince = lag?.waitingSince;
  return {
    place: placeId(cell),
    environment,
    ...(cluster && { cluster }),
    ...(namespace && { namespace }),
    ...(pin && {
      version: pin.value || pin.digest,
      pinnedAt: `${pin.repository}:${pin.path}${pin.line ? `:${pin.line}` : ''}`,
    }),
    ...(since && { since }),
    verdict: cell.verdict,
    reason: cell.reason,
    runs: cell.runs,
    ...(waitingSince && { waitingSince }),
    ...(freeze && {
      freeze: `${freeze.name}${freeze.until ? ` until ${freeze.until}` : ''}`,
    }),
    pending: (cell.pending ?? []).map(inWords),
  };
}

function inWords({ title, to, state, gates, url }: PendingPromotion): string {
  const open = gates
    .filter(gate => gate.required !== false && gate.state !== 'passed')
    .map(({ name, reason }) => (reason ? `${name} (${reason})` : name));
  return [
    `${title}${to ? ` brings ${to}` : ''}: ${state}`,
    ...(open.length > 0 ? [`waits for ${open.join(', ')}`] : []),
    ...(url ? [url] : []),
  ].join('; ');
}
