import { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { describeEvidence, renderText } from '@plumbline/gitops-lookup';
import { AlertSummary } from '@plumbline/plugin-plumbline-common';
import { AlertsService } from '../alerts/AlertsService';
import { PlumblineService } from '../api/PlumblineService';
import { Portal } from '../api/portal';
import { PromotionService } from '../promotion/PromotionService';
import {
  registerCompareEnvironments,
  registerPromotionStatus,
} from './promotionActions';
import { reading } from './reading';

// The only file that knows the alpha actions registry; plugin.ts passes the service in.

export interface RegisterActionsOptions {
  actionsRegistry: ActionsRegistryService;
  /** All ask for permission of the caller, whose credentials an action hands on. */
  plumbline: Pick<PlumblineService, 'lookup'>;
  alerts: Pick<AlertsService, 'alerts'>;
  promotion: Pick<PromotionService, 'compare' | 'matrix' | 'service'>;
  portal: Portal;
}

const QUESTION =
  'An alert as JSON, its labels (`{namespace="shop", pod="cart-1"}`), an object (`Deployment/shop/cart`), a file (`acme/app:apps/cart.yaml`), or any text that holds one of them. At most 64 KiB.';

/** What agents can do, each through the same door as everybody else. */
export function registerActions(options: RegisterActionsOptions): void {
  registerFindAlertOwner(options);
  registerExplainOwner(options);
  registerListOpenAlerts(options);
  registerPromotionStatus(options);
  registerCompareEnvironments(options);
}

function registerFindAlertOwner({
  actionsRegistry,
  plumbline,
  portal,
}: RegisterActionsOptions): void {
  actionsRegistry.register({
    ...reading,
    name: 'find-alert-owner',
    title: 'Find the owner of an alert',
    description:
      'Finds the team that answers for an alert or a workload, who is on call for it, and the line of configuration to change. `owners` is empty where nobody claims it (`unowned`) or nothing was found; `unknown` and `stale` say what could not be told.',
    schema: {
      input: z => z.object({ question: z.string().min(1).describe(QUESTION) }),
      output: z =>
        z.object({
          owners: z
            .array(
              z.object({
                team: z.string().describe('Backstage ref'),
                title: z.string().optional(),
                confidence: z.enum(['certain', 'likely', 'guess']),
              }),
            )
            .describe('The teams that answer for it'),
          unowned: z
            .enum(['nobody', 'explicit'])
            .optional()
            .describe('Nobody claims it, or a rule says that it has no owner'),
          contested: z.boolean().describe('Whether the marks disagree'),
          onCall: z
            .array(
              z.object({
                team: z.string().describe('Backstage ref'),
                person: z.string().optional(),
                contact: z.string().optional(),
                until: z.string().optional().describe('RFC 3339'),
                escalation: z
                  .array(z.string())
                  .optional()
                  .describe('Who is called next, in order'),
                source: z.string().describe('Which directory says so'),
                asOf: z.string().describe('When it said so, RFC 3339'),
              }),
            )
            .describe('Who is on call for the owners now'),
          config: z
            .array(z.string())
            .describe('Lines to change, `repository:path:line`, best first'),
          stale: z.array(z.string()).describe('Sources that are out of date'),
          unknown: z.array(z.string()).describe('What could not be told'),
          text: z.string().describe('The whole answer, to be read by people'),
        }),
    },
    action: async ({ input, credentials }) => {
      const answer = await plumbline.lookup(input.question, { credentials });
      return {
        output: {
          owners: answer.owners.map(({ team, title, confidence }) => ({
            team,
            ...(title && { title }),
            confidence,
          })),
          ...(answer.unowned && { unowned: answer.unowned }),
          contested: answer.contested,
          onCall: (answer.onCall ?? []).map(({ url: _, ...entry }) => entry),
          config: answer.config.map(
            ({ repository, path, line }) =>
              `${repository}:${path}${line ? `:${line}` : ''}`,
          ),
          stale: answer.stale.map(({ source }) => source),
          unknown: answer.unknown,
          text: renderText(answer, portal),
        },
      };
    },
  });
}

function registerExplainOwner({
  actionsRegistry,
  plumbline,
  portal,
}: RegisterActionsOptions): void {
  actionsRegistry.register({
    ...reading,
    name: 'explain-owner',
    title: 'Explain why a team owns something',
    description:
      'Every claim of ownership on a workload, a file or an alert, the strongest first, with the line or field that makes it, and whether it decided.',
    schema: {
      input: z => z.object({ question: z.string().min(1).describe(QUESTION) }),
      output: z =>
        z.object({
          contested: z.boolean().describe('Whether the marks disagree'),
          claims: z.array(
            z.object({
              team: z
                .string()
                .optional()
                .describe('Backstage ref; absent: says that nobody owns it'),
              mark: z.string().describe('As it was written'),
              source: z.string().describe('What kind of mark it is'),
              decisive: z.boolean().describe('Whether it made the owner'),
              evidence: z.string().describe('Where it stands'),
            }),
          ),
          text: z.string().describe('The whole answer, to be read by people'),
        }),
    },
    action: async ({ input, credentials }) => {
      const answer = await plumbline.lookup(input.question, { credentials });
      return {
        output: {
          contested: answer.contested,
          claims: answer.claims.map(claim => ({
            ...(claim.team && { team: claim.team }),
            mark: claim.raw,
            source: claim.source,
            decisive: claim.decisive,
            evidence: describeEvidence(claim.evidence),
          })),
          text: renderText(answer, portal),
        },
      };
    },
  });
}

function registerListOpenAlerts({
  actionsRegistry,
  alerts,
}: RegisterActionsOptions): void {
  actionsRegistry.register({
    ...reading,
    name: 'list-open-alerts',
    title: 'List open alerts',
    description:
      'Alerts that fire now, each with its owners: those without owner first, then the newest. `nextCursor` asks for the next page.',
    schema: {
      input: z =>
        z.object({
          team: z
            .string()
            .min(1)
            .optional()
            .describe('Only of this team, a ref: `group:default/payments`'),
          environment: z.string().min(1).optional(),
          cluster: z.string().min(1).optional(),
          unowned: z.boolean().optional().describe('Only those without owner'),
          text: z
            .string()
            .optional()
            .describe("Part of a label's value, the subject or the name"),
          limit: z.number().int().min(1).max(200).optional(),
          cursor: z
            .string()
            .optional()
            .describe('The `nextCursor` of the page before'),
        }),
      output: z =>
        z.object({
          items: z.array(
            z.object({
              id: z.string(),
              name: z.string(),
              severity: z.string().optional(),
              startsAt: z.string().describe('RFC 3339'),
              labels: z.record(z.string()),
              owners: z.array(z.string()).describe('Backstage refs'),
              ownership: z
                .string()
                .describe('owned, nobody, explicit, unknown or resolving'),
            }),
          ),
          totalItems: z.number(),
          nextCursor: z.string().optional(),
        }),
    },
    action: async ({ input, credentials }) => {
      const { items, totalItems, nextCursor } = await alerts.alerts(
        { ...input, status: 'firing' },
        { credentials },
      );
      return {
        output: {
          items: items.map(toItem),
          totalItems,
          ...(nextCursor && { nextCursor }),
        },
      };
    },
  });
}

function toItem(alert: AlertSummary) {
  const { id, name, severity, startsAt, labels, ownership, resolution } = alert;
  return {
    id,
    name,
    ...(severity && { severity }),
    startsAt,
    labels,
    owners: resolution?.owners.map(({ team }) => team) ?? [],
    ownership,
  };
}
