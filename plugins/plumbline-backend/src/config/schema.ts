import { defaultPrecedence } from '@plumbline/gitops-lookup';
import { z } from 'zod';
import { rotaSchema } from '../oncall/rotaSchema';
import { freezeSchema } from '../promotion/freeze/freezeSchema';
import { closest } from './closest';

// An enum wants to see that it has a first value.
const [firstSource, ...otherSources] = defaultPrecedence;

const text = z.string().min(1);

const repository = z
  .object({
    path: text.optional(),
    url: text.optional(),
    branch: text.optional(),
    name: text.optional(),
    webUrl: text.optional(),
    github: z
      .object({
        organization: text,
        host: text.optional(),
        include: z.union([text, z.array(text)]).optional(),
        exclude: z.union([text, z.array(text)]).optional(),
      })
      .strict()
      .optional(),
  })
  .strict()
  .refine(
    entry => [entry.path, entry.url, entry.github].filter(Boolean).length === 1,
    'needs exactly one of path, url and github',
  );

/** Durations and schedules have readers of their own; here it is enough that they are objects or ISO strings. */
const duration = z.union([text, z.record(z.unknown())]);

const cluster = z
  .object({
    name: text,
    environment: text.optional(),
    aliases: z.array(text).optional(),
    snapshot: text.optional(),
    push: z
      .object({
        token: text.optional(),
        tokens: z.array(text).optional(),
        maxBytes: z.number().optional(),
        maxObjects: z.number().optional(),
        minInterval: duration.optional(),
      })
      .strict()
      .optional(),
    // Looked into by the module that follows clusters.
    kubernetes: z.object({}).passthrough().optional(),
  })
  .strict()
  .refine(
    entry =>
      [entry.snapshot, entry.push, entry.kubernetes].filter(Boolean).length ===
      1,
    'needs exactly one of snapshot, push and kubernetes',
  );

/** As Kubernetes takes the keys of labels. */
const labelKey = text.regex(
  /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/,
  'is no key of a label',
);

const argoInstallation = z
  .object({
    cluster: text.optional(),
    namespace: text.optional(),
    applicationNamespaces: z.array(text).optional(),
    installationId: text.optional(),
    instanceLabelKey: labelKey.optional(),
  })
  .strict();

/** Within the app, without what the app itself is below. */
const pagePath = text
  .regex(/^\/(?!\/)[^?#]*$/, 'is no path such as /on-call')
  .optional();

const team = z
  .object({
    name: text,
    title: text.optional(),
    aliases: z.array(text).optional(),
    contacts: z
      .array(
        z
          .object({
            type: z.enum(['email', 'chat', 'oncall', 'url']),
            value: text,
            url: text.optional(),
          })
          .strict(),
      )
      .optional(),
  })
  .strict();

const environment = z
  .object({ name: text, aliases: z.array(text).optional() })
  .strict();

const promotedService = z
  .object({
    name: text,
    members: z
      .array(
        z
          .object({
            repository: text.optional(),
            service: text.optional(),
            path: text.optional(),
            environment: text.optional(),
          })
          .strict(),
      )
      .min(1),
  })
  .strict();

/** How a sender of alerts proves itself, where it does not sign. */
const sender = {
  token: text.optional(),
  username: text.optional(),
  password: text.optional(),
  allowUnauthenticated: z.boolean().optional(),
};

const paths = z.union([text, z.array(text)]);

/**
 * Keys of modules that nobody here knows may stand beside these: a module that somebody else wrote reads a block of its own. What
 * is nearly one of these is a mistake.
 */
function besideModules<T extends z.ZodRawShape>(shape: T) {
  const known = Object.keys(shape);
  return z
    .object(shape)
    .passthrough()
    .superRefine((block, context) => {
      const keys = Object.entries(block)
        .filter(
          ([key, value]) =>
            !known.includes(key) &&
            (typeof value !== 'object' || closest(key, known) !== undefined),
        )
        .map(([key]) => key);
      if (keys.length > 0) {
        context.addIssue({ code: z.ZodIssueCode.unrecognized_keys, keys });
      }
    });
}

const alerts = besideModules({
  keep: duration.optional(),
  notifications: z
    .object({
      enabled: z.boolean().optional(),
      severities: z.array(text).min(1).optional(),
    })
    .strict()
    .optional(),
  alertmanager: z
    .object({
      ...sender,
      api: z
        .array(
          z
            .object({
              url: text,
              cluster: text.optional(),
              token: text.optional(),
              username: text.optional(),
              password: text.optional(),
            })
            .strict(),
        )
        .optional(),
      schedule: z.record(z.unknown()).optional(),
    })
    .strict()
    .optional(),
  grafana: z
    .object({
      ...sender,
      secret: text.optional(),
      header: text.optional(),
      timestampHeader: text.optional(),
    })
    .strict()
    .optional(),
  opsgenie: z.object(sender).strict().optional(),
  pagerduty: z
    .object({
      secrets: z.array(text).optional(),
      apiToken: text.optional(),
      apiUrl: text.optional(),
      notes: z
        .object({ from: text, always: z.boolean().optional() })
        .strict()
        .optional(),
    })
    .strict()
    .optional(),
  webhooks: z
    .array(
      z
        .object({
          ...sender,
          type: z.enum([
            'datadog',
            'incident-io',
            'sentry',
            'sns',
            'robusta',
            'json',
          ]),
          id: text.optional(),
          secret: text.optional(),
          topics: z.array(text).optional(),
          confirm: z.boolean().optional(),
          mapping: z
            .object({
              alerts: text.optional(),
              labels: z.record(text).optional(),
              annotations: z.record(text).optional(),
              name: paths.optional(),
              fingerprint: paths.optional(),
              status: paths.optional(),
              resolved: z.array(text).optional(),
              startsAt: paths.optional(),
              endsAt: paths.optional(),
              severity: paths.optional(),
              url: paths.optional(),
            })
            .strict()
            .optional(),
        })
        .strict(),
    )
    .optional(),
});

const schedules = z.record(z.object({ schedule: text }).strict()).optional();

const onCall = besideModules({
  opsgenie: z
    .object({
      apiKey: text.optional(),
      apiUrl: text.optional(),
      teams: schedules,
    })
    .strict()
    .optional(),
  jiraServiceManagement: z
    .object({
      cloudId: text.optional(),
      email: text.optional(),
      apiToken: text.optional(),
      apiUrl: text.optional(),
      teams: schedules,
    })
    .strict()
    .optional(),
  rotas: z.array(rotaSchema).optional(),
  schedule: z.record(z.unknown()).optional(),
  pagerduty: z
    .object({
      apiToken: text.optional(),
      apiUrl: text.optional(),
      teams: z
        .record(
          z
            .object({
              escalationPolicy: text.optional(),
              schedule: text.optional(),
            })
            .strict()
            .refine(
              entry =>
                Boolean(entry.escalationPolicy) !== Boolean(entry.schedule),
              'needs exactly one of escalationPolicy and schedule',
            ),
        )
        .optional(),
    })
    .strict()
    .optional(),
});

/** The whole `plumbline` block: every key that this plugin and its modules read, and no other. */
export const plumblineConfigSchema = z
  .object({
    repositories: z.array(repository).optional(),
    clusters: z
      .array(cluster)
      .superRefine((entries, context) => {
        const names = new Set<string>();
        entries.forEach(({ name }, position) => {
          if (names.has(name)) {
            context.addIssue({
              code: z.ZodIssueCode.custom,
              path: [position, 'name'],
              message: `another cluster is named '${name}' already`,
            });
          }
          names.add(name);
        });
      })
      .optional(),
    kubernetes: z.object({}).passthrough().optional(),
    argocd: z
      .object({
        installations: z.array(argoInstallation).max(1_000).optional(),
      })
      .strict()
      .superRefine(({ installations = [] }, context) =>
        installations.forEach(
          ({ cluster: home, namespace = 'argocd' }, position) => {
            const same = installations.findIndex(
              other =>
                other.cluster === home &&
                (other.namespace ?? 'argocd') === namespace,
            );
            if (same < position) {
              context.addIssue({
                code: z.ZodIssueCode.custom,
                path: ['installations', position],
                message: `is in the same cluster and namespace as installations[${same}]`,
              });
            }
          },
        ),
      )
      .optional(),
    pages: z
      .object({
        oncall: pagePath,
        promotion: pagePath,
        sources: pagePath,
        teams: pagePath,
      })
      .strict()
      .optional(),
    teams: z.array(team).optional(),
    environments: z.array(environment).optional(),
    ownership: z
      .object({
        precedence: z.array(z.enum([firstSource, ...otherSources])).optional(),
        labels: z.array(text).optional(),
      })
      .strict()
      .optional(),
    catalog: z
      .object({
        read: z.boolean().optional(),
        schedule: z.record(z.unknown()).optional(),
        names: z
          .array(text.refine(name => name.includes('{name}'), 'needs {name}'))
          .optional(),
      })
      .strict()
      .optional(),
    promotion: z
      .object({
        services: z.array(promotedService).optional(),
        freezes: z.array(freezeSchema).max(1_000).optional(),
        windows: z.array(freezeSchema).max(1_000).optional(),
        gates: z
          .object({ schedule: z.record(z.unknown()).optional() })
          .strict()
          .optional(),
        notifications: z
          .object({
            stuck: z
              .object({ days: z.number().int().min(1).optional() })
              .strict()
              .optional(),
            arrived: z
              .object({ environments: z.array(text).min(1).optional() })
              .strict()
              .optional(),
          })
          .strict()
          .optional(),
        github: z
          .object({ requests: z.number().int().min(10).optional() })
          .strict()
          .optional(),
      })
      .strict()
      .optional(),
    schedule: z.record(z.unknown()).optional(),
    drift: z.object({ dueAfter: duration.optional() }).strict().optional(),
    keepGone: duration.optional(),
    alerts: alerts.optional(),
    onCall: onCall.optional(),
    storage: z.object({ directory: text.optional() }).strict().optional(),
  })
  .strict();

export type PlumblineConfig = z.infer<typeof plumblineConfigSchema>;
