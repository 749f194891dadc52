// Made from openapi.yaml by scripts/generate-openapi.mjs. Do not edit.

export const spec = {
  openapi: '3.1.0',
  info: {
    title: 'plumbline',
    version: '1',
    description:
      'From an alert to the owning team and the line of configuration behind it.',
    license: {
      name: 'Apache-2.0',
      url: 'https://www.apache.org/licenses/LICENSE-2.0.html',
    },
  },
  servers: [{ url: '/' }],
  paths: {
    '/v1/lookup': {
      get: {
        operationId: 'Lookup',
        description:
          'Answers a question: a label set, an object (`Deployment/shop/cart env=production`), a path or plain words. Terminals get text unless they ask for JSON.',
        parameters: [
          {
            name: 'q',
            in: 'query',
            allowReserved: true,
            required: true,
            description: 'The question, at most 64 KiB.',
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'format',
            in: 'query',
            description:
              'Instead of what `Accept` prefers: the whole answer as `json` or `text`, or in short as a message for chats: `markdown`, `slack` (for `chat.postMessage` and incoming webhooks) or `teams` (a message with an Adaptive Card).',
            schema: { $ref: '#/components/schemas/AnswerFormat' },
          },
        ],
        responses: {
          '200': {
            description:
              'The answer. A question that matches nothing gets an answer too, without a subject.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Answer' },
              },
              'text/plain': { schema: { type: 'string' } },
              'text/markdown': { schema: { type: 'string' } },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
      post: {
        operationId: 'LookupBody',
        description:
          'The same for a question in the body: `{"query": …}`, an alert as Alertmanager or Prometheus send it, or text. At most 64 KiB.',
        parameters: [
          {
            name: 'format',
            in: 'query',
            description:
              'Instead of what `Accept` prefers: the whole answer as `json` or `text`, or in short as a message for chats: `markdown`, `slack` (for `chat.postMessage` and incoming webhooks) or `teams` (a message with an Adaptive Card).',
            schema: { $ref: '#/components/schemas/AnswerFormat' },
          },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                oneOf: [
                  { $ref: '#/components/schemas/Question' },
                  { $ref: '#/components/schemas/Alert' },
                  { $ref: '#/components/schemas/Alerts' },
                ],
              },
            },
            'text/plain': { schema: { type: 'string', minLength: 1 } },
          },
        },
        responses: {
          '200': {
            description:
              'The answer. A question that matches nothing gets an answer too, without a subject.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Answer' },
              },
              'text/plain': { schema: { type: 'string' } },
              'text/markdown': { schema: { type: 'string' } },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/sources': {
      get: {
        operationId: 'Sources',
        description: 'Where each repository and cluster stands, by name.',
        parameters: [
          {
            name: 'kind',
            in: 'query',
            schema: { $ref: '#/components/schemas/SourceKind' },
          },
          {
            name: 'state',
            in: 'query',
            schema: { $ref: '#/components/schemas/SourceState' },
          },
          {
            name: 'text',
            in: 'query',
            allowReserved: true,
            description: 'Part of the name.',
            schema: { type: 'string' },
          },
          {
            name: 'cursor',
            in: 'query',
            allowReserved: true,
            description: 'The `nextCursor` of the page before.',
            schema: { type: 'string' },
          },
          {
            name: 'limit',
            in: 'query',
            schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
          },
        ],
        responses: {
          '200': {
            description: 'A page of sources.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/SourcesPage' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/sources/{id}/refresh': {
      post: {
        operationId: 'RefreshSource',
        description:
          'Reads a source again, in full, as soon as a worker is free.',
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            description: '`repository:<name>` or `cluster:<name>`.',
            schema: { type: 'string' },
          },
        ],
        responses: {
          '202': { description: 'The source is due.' },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/facts/{kind}': {
      get: {
        operationId: 'Facts',
        description:
          'What repositories say beside their objects: services with their versions, findings, secrets (names only), credentials of CI jobs, policies, and what was guessed. The worst first, then by name.',
        parameters: [
          {
            name: 'kind',
            in: 'path',
            required: true,
            schema: { $ref: '#/components/schemas/FactKind' },
          },
          {
            name: 'repository',
            in: 'query',
            allowReserved: true,
            description: 'Name of a repository.',
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'team',
            in: 'query',
            allowReserved: true,
            description: 'Ref of a team: `group:default/payments`.',
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'environment',
            in: 'query',
            allowReserved: true,
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'cluster',
            in: 'query',
            allowReserved: true,
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'rule',
            in: 'query',
            description: 'Rule of a finding.',
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'severity',
            in: 'query',
            schema: { $ref: '#/components/schemas/Severity' },
          },
          {
            name: 'text',
            in: 'query',
            allowReserved: true,
            description: 'Part of a name, path or message.',
            schema: { type: 'string' },
          },
          {
            name: 'cursor',
            in: 'query',
            allowReserved: true,
            description: 'The `nextCursor` of the page before.',
            schema: { type: 'string' },
          },
          {
            name: 'limit',
            in: 'query',
            schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
          },
        ],
        responses: {
          '200': {
            description: 'A page of facts.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/FactsPage' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/repositories/{name}': {
      get: {
        operationId: 'Repository',
        description:
          'Where a repository stands, how much it says of each kind, and what that can be filtered by.',
        parameters: [
          {
            name: 'name',
            in: 'path',
            required: true,
            description: 'Its name, with every slash escaped.',
            schema: { type: 'string', minLength: 1 },
          },
        ],
        responses: {
          '200': {
            description: 'The repository.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/RepositoryOverview' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/clusters/{name}': {
      get: {
        operationId: 'Cluster',
        description: 'Where a cluster stands, kind by kind.',
        parameters: [
          {
            name: 'name',
            in: 'path',
            required: true,
            schema: { type: 'string' },
          },
        ],
        responses: {
          '200': {
            description: 'The cluster.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/ClusterOverview' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/file': {
      get: {
        operationId: 'File',
        description:
          "A file of an indexed repository at any commit that the backend's own copy of it holds. Secret values are masked.",
        parameters: [
          {
            name: 'repository',
            in: 'query',
            allowReserved: true,
            required: true,
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'revision',
            in: 'query',
            allowReserved: true,
            required: true,
            description: '40 hex digits.',
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'path',
            in: 'query',
            allowReserved: true,
            required: true,
            schema: { type: 'string', minLength: 1 },
          },
        ],
        responses: {
          '200': {
            description: 'The file.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/FileView' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/promotion/matrix': {
      get: {
        operationId: 'PromotionMatrix',
        description:
          'Services by environments: which version stands where, since when, and how it stands to the environment before. In columns, so that thousands of cells fit into one answer.',
        parameters: [
          {
            name: 'team',
            in: 'query',
            allowReserved: true,
            description: 'Ref of a team: `group:default/payments`.',
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'environment',
            in: 'query',
            allowReserved: true,
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'cluster',
            in: 'query',
            allowReserved: true,
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'repository',
            in: 'query',
            allowReserved: true,
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'verdict',
            in: 'query',
            description:
              'A place of the service has this verdict, or is missing in its cluster.',
            schema: { $ref: '#/components/schemas/PromotionVerdictOrMissing' },
          },
          {
            name: 'behind',
            in: 'query',
            description:
              'Only services of which a place is behind the environment before it.',
            schema: { type: 'boolean' },
          },
          {
            name: 'waiting',
            in: 'query',
            description:
              'Only services of which a version has waited for at least so many days.',
            schema: { type: 'integer', minimum: 0, maximum: 10000 },
          },
          {
            name: 'since',
            in: 'query',
            allowReserved: true,
            description:
              'Only services of which a version changed since. RFC 3339.',
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'name',
            in: 'query',
            allowReserved: true,
            description: 'The whole name of a service, in any case.',
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'text',
            in: 'query',
            allowReserved: true,
            description: 'Part of a name, path or version.',
            schema: { type: 'string' },
          },
          {
            name: 'sort',
            in: 'query',
            schema: {
              type: 'string',
              enum: ['name', 'attention', 'waiting', 'changed'],
            },
          },
          {
            name: 'cursor',
            in: 'query',
            allowReserved: true,
            description:
              'The `nextCursor` of the page before, under the same sort.',
            schema: { type: 'string' },
          },
          {
            name: 'limit',
            in: 'query',
            schema: {
              type: 'integer',
              minimum: 1,
              maximum: 2000,
              default: 200,
            },
          },
        ],
        responses: {
          '200': {
            description: 'A page of services.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/MatrixPage' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/promotion/attention': {
      get: {
        operationId: 'PromotionAttention',
        description:
          'What somebody should look at: promoted in Git and not running, rolled back, ahead of the environment before, stuck, moving names, untouched for months. By service, the most urgent first.',
        parameters: [
          {
            name: 'team',
            in: 'query',
            allowReserved: true,
            description: 'Ref of a team: `group:default/payments`.',
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'environment',
            in: 'query',
            allowReserved: true,
            description: 'The service has a place there.',
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'cluster',
            in: 'query',
            allowReserved: true,
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'kind',
            in: 'query',
            schema: { $ref: '#/components/schemas/AttentionKind' },
          },
          {
            name: 'days',
            in: 'query',
            description: 'A version that waits longer is stuck.',
            schema: { type: 'integer', minimum: 0, maximum: 10000, default: 7 },
          },
          {
            name: 'cursor',
            in: 'query',
            allowReserved: true,
            description: 'The `nextCursor` of the page before.',
            schema: { type: 'string' },
          },
          {
            name: 'limit',
            in: 'query',
            description: 'Services of a page.',
            schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
          },
        ],
        responses: {
          '200': {
            description: 'What is to be looked at.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/AttentionPage' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/promotion/services/{id}': {
      get: {
        operationId: 'PromotedService',
        description:
          'A service, with the lines that pin its versions and what they held before.',
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            schema: { type: 'string', minLength: 1 },
          },
        ],
        responses: {
          '200': {
            description: 'The service.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/PromotedService' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/promotion/services/{id}/compare': {
      get: {
        operationId: 'ComparePlaces',
        description:
          'How two places of a service differ: in versions, in what else their files configure, and in what was changed in the first since. Values that may be secrets are never told. What is left open is chosen: a place that is behind and the one before it, where there are such.',
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'from',
            in: 'query',
            allowReserved: true,
            description:
              'A place: `production/prod-eu`, with the namespace behind it where one cluster holds the service several times; each part is percent-encoded, and `-` where it is not told. An environment alone means one of its places.',
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'to',
            in: 'query',
            allowReserved: true,
            description: 'The other place.',
            schema: { type: 'string', minLength: 1 },
          },
        ],
        responses: {
          '200': {
            description: 'What differs.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/ServiceComparison' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/alerts': {
      get: {
        operationId: 'Alerts',
        description:
          'Alerts that were received. Firing before resolved, those without owner on top, then the newest first.',
        parameters: [
          {
            name: 'status',
            in: 'query',
            schema: { $ref: '#/components/schemas/AlertStatus' },
          },
          {
            name: 'team',
            in: 'query',
            allowReserved: true,
            description: 'Ref of a team: `group:default/payments`.',
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'environment',
            in: 'query',
            allowReserved: true,
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'cluster',
            in: 'query',
            allowReserved: true,
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'unowned',
            in: 'query',
            description: 'Only those without an owner.',
            schema: { type: 'boolean' },
          },
          {
            name: 'verdict',
            in: 'query',
            description: 'Only those of which a person said so.',
            schema: { $ref: '#/components/schemas/VerdictWord' },
          },
          {
            name: 'text',
            in: 'query',
            allowReserved: true,
            description: "Part of a label's value, the subject or the name.",
            schema: { type: 'string' },
          },
          {
            name: 'cursor',
            in: 'query',
            allowReserved: true,
            description: 'The `nextCursor` of the page before.',
            schema: { type: 'string' },
          },
          {
            name: 'limit',
            in: 'query',
            schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
          },
        ],
        responses: {
          '200': {
            description: 'A page of alerts.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/AlertsPage' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/alerts/statistics': {
      get: {
        operationId: 'AlertStatistics',
        description:
          'Time from the start of an alert to the first look by a person, and to a confirmed owner.',
        parameters: [
          {
            name: 'weeks',
            in: 'query',
            schema: { type: 'integer', minimum: 1, maximum: 53, default: 8 },
          },
        ],
        responses: {
          '200': {
            description: 'The statistics.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/AlertStatistics' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/alerts/receivers': {
      get: {
        operationId: 'AlertReceivers',
        description:
          'Who takes alerts, how much came, and what was refused and why.',
        responses: {
          '200': {
            description: 'The receivers, by id.',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['items'],
                  properties: {
                    items: {
                      type: 'array',
                      items: {
                        $ref: '#/components/schemas/AlertReceiverStatus',
                      },
                    },
                  },
                },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/alerts/receive/{receiver}': {
      post: {
        operationId: 'ReceiveAlerts',
        description:
          "Takes alerts of a sender, in the sender's own format and with the sender's own proof (a signature, a token). At most 1 MB. Stored before it is answered; the owners are found afterwards.",
        parameters: [
          {
            name: 'receiver',
            in: 'path',
            required: true,
            description: 'Id of a receiver that is set up.',
            schema: { type: 'string' },
          },
          {
            name: 'cluster',
            in: 'query',
            allowReserved: true,
            description:
              'The cluster that the alerts come from, for senders that do not tell it in a label.',
            schema: { type: 'string', minLength: 1 },
          },
        ],
        responses: {
          '202': { description: 'Stored.' },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/on-call/directories': {
      get: {
        operationId: 'OnCallDirectories',
        description:
          'The directories that are asked who is on call, and how that goes.',
        responses: {
          '200': {
            description: 'All of them.',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['items'],
                  properties: {
                    items: {
                      type: 'array',
                      items: {
                        $ref: '#/components/schemas/OnCallDirectoryStatus',
                      },
                    },
                  },
                  additionalProperties: false,
                },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/alerts/look': {
      post: {
        operationId: 'LookAtAnswer',
        description:
          'Notes that a person reads an answer about an object, as behind a link in an alert: it is the first look at every firing alert about the same object that nobody looked at before. None by a service.',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/LookedAt' },
            },
          },
        },
        responses: {
          '204': { description: 'Noted.' },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/alerts/{id}': {
      get: {
        operationId: 'Alert',
        description:
          'An alert with the whole answer, as the index gives it now.',
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'format',
            in: 'query',
            description:
              'Instead of what `Accept` prefers: the whole answer as `json` or `text`, or in short as a message for chats: `markdown`, `slack` (for `chat.postMessage` and incoming webhooks) or `teams` (a message with an Adaptive Card).',
            schema: { $ref: '#/components/schemas/AnswerFormat' },
          },
        ],
        responses: {
          '200': {
            description: 'The alert.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/AlertDetail' },
              },
              'text/plain': { schema: { type: 'string' } },
              'text/markdown': { schema: { type: 'string' } },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/alerts/{id}/look': {
      post: {
        operationId: 'LookAtAlert',
        description:
          'Notes that a person looks at it. Only the first look counts, and none by a service.',
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            schema: { type: 'string', minLength: 1 },
          },
        ],
        responses: {
          '204': { description: 'Noted.' },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/alerts/{id}/verdict': {
      post: {
        operationId: 'AlertVerdict',
        description:
          'Says whether the owner that was found is right. A wrong one becomes a finding with a proposed change.',
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            schema: { type: 'string', minLength: 1 },
          },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['verdict'],
                properties: {
                  verdict: { $ref: '#/components/schemas/VerdictWord' },
                  team: {
                    type: 'string',
                    minLength: 1,
                    maxLength: 200,
                    description:
                      'The team that it should have been, as a ref or any of its marks.',
                  },
                },
                additionalProperties: false,
              },
            },
          },
        },
        responses: {
          '200': {
            description: 'What was noted.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/AlertVerdict' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/alerts/{id}/note': {
      post: {
        operationId: 'NoteOnAlert',
        description:
          'Writes the owner to the alert at its sender, where its receiver can do that.',
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            schema: { type: 'string', minLength: 1 },
          },
        ],
        responses: {
          '204': { description: 'Written.' },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/enrich': {
      post: {
        operationId: 'Enrich',
        description:
          'Alerts of Alertmanager in, the same out, each with the label `plumbline_team` and annotations that name its owner, subject and line of configuration. At most 200 alerts and 1 MB.',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                oneOf: [
                  {
                    type: 'array',
                    maxItems: 200,
                    items: { $ref: '#/components/schemas/AlertToEnrich' },
                  },
                  {
                    type: 'object',
                    required: ['alerts'],
                    properties: {
                      alerts: {
                        type: 'array',
                        maxItems: 200,
                        items: { $ref: '#/components/schemas/AlertToEnrich' },
                      },
                    },
                  },
                ],
              },
            },
          },
        },
        responses: {
          '200': {
            description: 'The alerts, in their order.',
            content: {
              'application/json': {
                schema: {
                  type: 'array',
                  items: { $ref: '#/components/schemas/EnrichedAlert' },
                },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/teams': {
      get: {
        operationId: 'Teams',
        description:
          'All teams that own something or are described somewhere, with how much they own. Numbers that are absent are not known.',
        parameters: [
          {
            name: 'text',
            in: 'query',
            allowReserved: true,
            description: 'Part of a name or title.',
            schema: { type: 'string' },
          },
          {
            name: 'refs',
            in: 'query',
            allowReserved: true,
            description: 'Only these refs, with commas between them.',
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'sort',
            in: 'query',
            schema: { $ref: '#/components/schemas/TeamSort' },
          },
          {
            name: 'order',
            in: 'query',
            schema: { type: 'string', enum: ['asc', 'desc'] },
          },
          {
            name: 'cursor',
            in: 'query',
            allowReserved: true,
            description: 'The `nextCursor` of the page before.',
            schema: { type: 'string' },
          },
          {
            name: 'limit',
            in: 'query',
            schema: { type: 'integer', minimum: 1, maximum: 100, default: 50 },
          },
        ],
        responses: {
          '200': {
            description: 'A page of teams.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/TeamsPage' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/catalog-entries': {
      get: {
        operationId: 'CatalogEntries',
        description:
          'What the Backstage catalog can have entities of, and which of it has one already. Needs `plumbline.team.read` for all teams.',
        parameters: [
          {
            name: 'cursor',
            in: 'query',
            allowReserved: true,
            description: 'The `nextCursor` of the page before.',
            schema: { type: 'string' },
          },
          {
            name: 'limit',
            in: 'query',
            schema: {
              type: 'integer',
              minimum: 1,
              maximum: 1000,
              default: 500,
            },
          },
        ],
        responses: {
          '200': {
            description: 'A page of entries, what others refer to first.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/CatalogEntriesPage' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/config-files': {
      get: {
        operationId: 'ConfigFiles',
        description: 'Files that declare or configure objects.',
        parameters: [
          {
            name: 'cursor',
            in: 'query',
            allowReserved: true,
            description: 'The `nextCursor` of the page before.',
            schema: { type: 'string' },
          },
          {
            name: 'limit',
            in: 'query',
            schema: {
              type: 'integer',
              minimum: 1,
              maximum: 1000,
              default: 500,
            },
          },
        ],
        responses: {
          '200': {
            description: 'A page of files, by repository and path.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/ConfigFilesPage' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/teams/{ref}': {
      get: {
        operationId: 'Team',
        description:
          'One team, how to reach it, and how much it owned over time.',
        parameters: [
          {
            name: 'ref',
            in: 'path',
            required: true,
            description:
              '`group:default/payments`, or any mark that means the team, with every slash escaped.',
            schema: { type: 'string', minLength: 1 },
          },
        ],
        responses: {
          '200': {
            description: 'The team.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/TeamView' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/teams/{ref}/owned': {
      get: {
        operationId: 'Owned',
        description:
          'What a team owns, production first, each thing with the evidence.',
        parameters: [
          {
            name: 'ref',
            in: 'path',
            required: true,
            description:
              '`group:default/payments`, or any mark that means the team, with every slash escaped.',
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'type',
            in: 'query',
            schema: { $ref: '#/components/schemas/ThingKind' },
          },
          {
            name: 'cluster',
            in: 'query',
            allowReserved: true,
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'environment',
            in: 'query',
            allowReserved: true,
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'repository',
            in: 'query',
            allowReserved: true,
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'namespace',
            in: 'query',
            allowReserved: true,
            description:
              'What lies in a namespace of this name, and the namespace.',
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'text',
            in: 'query',
            allowReserved: true,
            description: 'Part of a name, namespace, path or cluster.',
            schema: { type: 'string' },
          },
          {
            name: 'contested',
            in: 'query',
            description: 'Only what others claim, too.',
            schema: { type: 'boolean' },
          },
          {
            name: 'trouble',
            in: 'query',
            description:
              'Only workloads that are not as Git says and past due, or that have a Secret that is not as it should be.',
            schema: { $ref: '#/components/schemas/TroubleType' },
          },
          {
            name: 'cursor',
            in: 'query',
            allowReserved: true,
            description: 'The `nextCursor` of the page before.',
            schema: { type: 'string' },
          },
          {
            name: 'limit',
            in: 'query',
            schema: { type: 'integer', minimum: 1, maximum: 100, default: 25 },
          },
        ],
        responses: {
          '200': {
            description: 'A page of things.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/ThingsPage' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/teams/{ref}/rule-commits': {
      get: {
        operationId: 'RuleCommits',
        description:
          'Commits that changed whom rules of CODEOWNERS, OWNERS and catalog-info.yaml name, as far as that concerns the team; the newest first.',
        parameters: [
          {
            name: 'ref',
            in: 'path',
            required: true,
            description:
              '`group:default/payments`, or any mark that means the team, with every slash escaped.',
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'thing',
            in: 'query',
            allowReserved: true,
            description:
              'Id of a thing of the team; only the rule that decides who owns it.',
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'cursor',
            in: 'query',
            allowReserved: true,
            description: 'The `nextCursor` of the page before.',
            schema: { type: 'string' },
          },
          {
            name: 'limit',
            in: 'query',
            schema: { type: 'integer', minimum: 1, maximum: 100, default: 25 },
          },
        ],
        responses: {
          '200': {
            description: 'A page of commits.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/RuleCommitsPage' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/entities/{ref}': {
      get: {
        operationId: 'Entity',
        description:
          'How what an entity of the catalog stands for is doing: services and what they run as, whoever owns them. An entity that stands for nothing that was read has zeros.',
        parameters: [
          {
            name: 'ref',
            in: 'path',
            required: true,
            description:
              'Lower case: `component:default/cart`, with every slash escaped.',
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'thing',
            in: 'query',
            allowReserved: true,
            description:
              'Its annotation `plumbline.dev/id`, where Plumbline made it.',
            schema: { type: 'string', minLength: 1 },
          },
        ],
        responses: {
          '200': {
            description: 'The entity.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/EntityView' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/entities/{ref}/things': {
      get: {
        operationId: 'EntityThings',
        description:
          'What an entity of the catalog stands for, services first, then what something is wrong with.',
        parameters: [
          {
            name: 'ref',
            in: 'path',
            required: true,
            description:
              'Lower case: `component:default/cart`, with every slash escaped.',
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'thing',
            in: 'query',
            allowReserved: true,
            description:
              'Its annotation `plumbline.dev/id`, where Plumbline made it.',
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'type',
            in: 'query',
            schema: { $ref: '#/components/schemas/ThingKind' },
          },
          {
            name: 'cluster',
            in: 'query',
            allowReserved: true,
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'environment',
            in: 'query',
            allowReserved: true,
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'repository',
            in: 'query',
            allowReserved: true,
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'text',
            in: 'query',
            allowReserved: true,
            description: 'Part of a name, namespace, path or cluster.',
            schema: { type: 'string' },
          },
          {
            name: 'contested',
            in: 'query',
            description: 'Only what others claim, too.',
            schema: { type: 'boolean' },
          },
          {
            name: 'trouble',
            in: 'query',
            description:
              'Only workloads that are not as Git says and past due, or that have a Secret that is not as it should be.',
            schema: { $ref: '#/components/schemas/TroubleType' },
          },
          {
            name: 'cursor',
            in: 'query',
            allowReserved: true,
            description: 'The `nextCursor` of the page before.',
            schema: { type: 'string' },
          },
          {
            name: 'limit',
            in: 'query',
            schema: { type: 'integer', minimum: 1, maximum: 100, default: 25 },
          },
        ],
        responses: {
          '200': {
            description: 'A page of things.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/ThingsPage' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/unowned': {
      get: {
        operationId: 'Unowned',
        description:
          'What nobody owns, production first, with teams that may be right and the change that would say so.',
        parameters: [
          {
            name: 'type',
            in: 'query',
            schema: { $ref: '#/components/schemas/ThingKind' },
          },
          {
            name: 'cluster',
            in: 'query',
            allowReserved: true,
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'environment',
            in: 'query',
            allowReserved: true,
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'repository',
            in: 'query',
            allowReserved: true,
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'namespace',
            in: 'query',
            allowReserved: true,
            description:
              'What lies in a namespace of this name, and the namespace.',
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'text',
            in: 'query',
            allowReserved: true,
            description: 'Part of a name, namespace, path or cluster.',
            schema: { type: 'string' },
          },
          {
            name: 'by',
            in: 'query',
            description:
              '`namespace`: what lies in a namespace is one row with it, in all of its clusters. Otherwise each thing is a row.',
            schema: { type: 'string', enum: ['namespace'] },
          },
          {
            name: 'cursor',
            in: 'query',
            allowReserved: true,
            description: 'The `nextCursor` of the page before.',
            schema: { type: 'string' },
          },
          {
            name: 'limit',
            in: 'query',
            schema: { type: 'integer', minimum: 1, maximum: 100, default: 25 },
          },
        ],
        responses: {
          '200': {
            description: 'A page of things.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/UnsettledPage' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/contested': {
      get: {
        operationId: 'Contested',
        description:
          'What marks disagree about, production first, with the changes that would settle it.',
        parameters: [
          {
            name: 'type',
            in: 'query',
            schema: { $ref: '#/components/schemas/ThingKind' },
          },
          {
            name: 'cluster',
            in: 'query',
            allowReserved: true,
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'environment',
            in: 'query',
            allowReserved: true,
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'repository',
            in: 'query',
            allowReserved: true,
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'namespace',
            in: 'query',
            allowReserved: true,
            description:
              'What lies in a namespace of this name, and the namespace.',
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'text',
            in: 'query',
            allowReserved: true,
            description: 'Part of a name, namespace, path or cluster.',
            schema: { type: 'string' },
          },
          {
            name: 'cursor',
            in: 'query',
            allowReserved: true,
            description: 'The `nextCursor` of the page before.',
            schema: { type: 'string' },
          },
          {
            name: 'limit',
            in: 'query',
            schema: { type: 'integer', minimum: 1, maximum: 100, default: 25 },
          },
        ],
        responses: {
          '200': {
            description: 'A page of things.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/UnsettledPage' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/coverage': {
      get: {
        operationId: 'Coverage',
        description:
          'How much of what there is has an owner, today and over time.',
        parameters: [
          {
            name: 'by',
            in: 'query',
            schema: {
              type: 'string',
              enum: ['repository', 'cluster', 'team'],
              default: 'repository',
            },
          },
          {
            name: 'text',
            in: 'query',
            allowReserved: true,
            description: 'Part of the name of a repository, cluster or team.',
            schema: { type: 'string' },
          },
          {
            name: 'cursor',
            in: 'query',
            allowReserved: true,
            description: 'The `nextCursor` of the page before.',
            schema: { type: 'string' },
          },
          {
            name: 'limit',
            in: 'query',
            schema: { type: 'integer', minimum: 1, maximum: 100, default: 25 },
          },
        ],
        responses: {
          '200': {
            description:
              'All of it by day, and a page of parts, the worst first.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/CoveragePage' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/ownership-history': {
      get: {
        operationId: 'OwnershipHistory',
        description: 'What changed hands, the newest first.',
        parameters: [
          {
            name: 'team',
            in: 'query',
            allowReserved: true,
            description: 'Ref of a team.',
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'thing',
            in: 'query',
            description: 'Id of a thing.',
            schema: { type: 'string', minLength: 1 },
          },
          {
            name: 'cursor',
            in: 'query',
            allowReserved: true,
            description: 'The `nextCursor` of the page before.',
            schema: { type: 'string' },
          },
          {
            name: 'limit',
            in: 'query',
            schema: { type: 'integer', minimum: 1, maximum: 100, default: 25 },
          },
        ],
        responses: {
          '200': {
            description: 'A page of changes.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/HistoryPage' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
  },
  components: {
    responses: {
      Error: {
        description: 'What went wrong, as every Backstage plugin tells it.',
        content: {
          'application/json': {
            schema: { $ref: '#/components/schemas/Error' },
          },
        },
      },
    },
    schemas: {
      Error: {
        type: 'object',
        required: ['error'],
        properties: {
          error: {
            type: 'object',
            required: ['name', 'message'],
            properties: {
              name: { type: 'string' },
              message: { type: 'string' },
            },
          },
        },
      },
      AnswerFormat: {
        type: 'string',
        enum: ['json', 'text', 'markdown', 'slack', 'teams'],
      },
      Question: {
        type: 'object',
        required: ['query'],
        properties: { query: { type: 'string', minLength: 1 } },
        additionalProperties: false,
      },
      LookedAt: {
        type: 'object',
        description:
          'The object that an answer is about, as its subject names it.',
        required: ['kind', 'name'],
        properties: {
          kind: { type: 'string', minLength: 1, maxLength: 300 },
          namespace: { type: 'string', minLength: 1, maxLength: 300 },
          name: { type: 'string', minLength: 1, maxLength: 300 },
          cluster: { type: 'string', minLength: 1, maxLength: 300 },
        },
        additionalProperties: false,
      },
      Alert: {
        type: 'object',
        description:
          'A webhook of Alertmanager, one of its alerts, or a bare set of labels.',
        minProperties: 1,
        not: { required: ['query'] },
      },
      Alerts: { type: 'array', items: { type: 'object' }, minItems: 1 },
      PromotionVerdict: {
        type: 'string',
        enum: [
          'first',
          'same',
          'behind',
          'ahead',
          'different',
          'floating',
          'unknown',
          'diverged',
          'rolled-back',
        ],
      },
      PromotionVerdictOrMissing: {
        anyOf: [
          { $ref: '#/components/schemas/PromotionVerdict' },
          { type: 'string', enum: ['missing'] },
        ],
      },
      PromotionRelation: {
        type: 'string',
        enum: [
          'first',
          'same',
          'behind',
          'ahead',
          'different',
          'floating',
          'unknown',
        ],
      },
      PromotionRuns: {
        type: 'string',
        enum: ['as-declared', 'diverged', 'missing', 'unknown'],
      },
      AttentionKind: {
        type: 'string',
        enum: [
          'diverged',
          'missing',
          'rolled-back',
          'ahead',
          'stuck',
          'floating',
          'untouched',
        ],
      },
      AttentionPage: {
        type: 'object',
        required: ['items', 'freshness'],
        properties: {
          items: {
            type: 'array',
            items: {
              type: 'object',
              required: ['kind', 'environment', 'reason', 'service', 'teams'],
              properties: {
                kind: { $ref: '#/components/schemas/AttentionKind' },
                environment: { type: 'string' },
                cluster: { type: 'string' },
                namespace: { type: 'string' },
                version: { type: 'string' },
                since: { type: 'string', format: 'date-time' },
                reason: { type: 'string' },
                service: {
                  type: 'object',
                  required: ['id', 'name'],
                  properties: {
                    id: { type: 'string' },
                    name: { type: 'string' },
                  },
                  additionalProperties: false,
                },
                teams: { type: 'array', items: { type: 'string' } },
              },
              additionalProperties: false,
            },
          },
          nextCursor: { type: 'string' },
          freshness: { $ref: '#/components/schemas/PromotionFreshness' },
        },
        additionalProperties: false,
      },
      PromotionFreshness: {
        type: 'object',
        required: ['problems', 'reading'],
        properties: {
          asOf: { type: 'string', format: 'date-time' },
          problems: {
            type: 'array',
            items: {
              type: 'object',
              required: ['source', 'error'],
              properties: {
                source: { type: 'string' },
                error: { type: 'string' },
              },
              additionalProperties: false,
            },
          },
          reading: { type: 'array', items: { type: 'string' } },
        },
        additionalProperties: false,
      },
      MatrixPage: {
        type: 'object',
        required: [
          'environments',
          'repositories',
          'teams',
          'authors',
          'services',
          'cells',
          'totalItems',
          'freshness',
        ],
        properties: {
          environments: {
            type: 'array',
            description: 'In the order of promotion.',
            items: {
              type: 'object',
              required: ['name', 'clusters'],
              properties: {
                name: { type: 'string' },
                clusters: { type: 'array', items: { type: 'string' } },
              },
              additionalProperties: false,
            },
          },
          repositories: { type: 'array', items: { type: 'string' } },
          teams: { type: 'array', items: { type: 'string' } },
          authors: { type: 'array', items: { type: 'string' } },
          freezes: {
            type: 'array',
            description: 'Absent where no place is in one now.',
            items: { $ref: '#/components/schemas/PromotionFreeze' },
          },
          services: {
            type: 'object',
            required: ['id', 'name', 'repository', 'teams'],
            properties: {
              id: { type: 'array', items: { type: 'string' } },
              name: { type: 'array', items: { type: 'string' } },
              repository: { type: 'array', items: { type: 'integer' } },
              teams: {
                type: 'array',
                items: { type: 'array', items: { type: 'integer' } },
              },
            },
            additionalProperties: false,
          },
          cells: {
            type: 'object',
            description: 'One entry of each column is one cell.',
            required: [
              'service',
              'environment',
              'cluster',
              'namespace',
              'version',
              'more',
              'verdict',
              'relation',
              'runs',
              'since',
              'waiting',
              'versions',
              'commits',
              'commit',
              'author',
            ],
            properties: {
              service: { type: 'array', items: { type: 'integer' } },
              environment: { type: 'array', items: { type: 'integer' } },
              cluster: { type: 'array', items: { type: 'string' } },
              namespace: { type: 'array', items: { type: 'string' } },
              version: { type: 'array', items: { type: 'string' } },
              more: { type: 'array', items: { type: 'integer' } },
              verdict: {
                type: 'array',
                items: { $ref: '#/components/schemas/PromotionVerdict' },
              },
              relation: {
                type: 'array',
                items: { $ref: '#/components/schemas/PromotionRelation' },
              },
              runs: {
                type: 'array',
                items: { $ref: '#/components/schemas/PromotionRuns' },
              },
              since: { type: 'array', items: { type: 'integer' } },
              waiting: { type: 'array', items: { type: 'integer' } },
              versions: { type: 'array', items: { type: 'integer' } },
              commits: { type: 'array', items: { type: 'integer' } },
              commit: { type: 'array', items: { type: 'string' } },
              author: { type: 'array', items: { type: 'integer' } },
              freeze: {
                type: 'array',
                description:
                  'Which of the freezes the place is in now; -1 for none.',
                items: { type: 'integer' },
              },
            },
            additionalProperties: false,
          },
          totalItems: { type: 'integer' },
          nextCursor: { type: 'string' },
          freshness: { $ref: '#/components/schemas/PromotionFreshness' },
        },
        additionalProperties: false,
      },
      PromotionFreeze: {
        type: 'object',
        required: ['kind', 'name'],
        properties: {
          kind: {
            type: 'string',
            enum: ['freeze', 'window'],
            description: '`window`: it is outside of the windows of this name.',
          },
          name: { type: 'string' },
          until: {
            type: 'string',
            format: 'date-time',
            description: 'Absent where nothing tells when it ends.',
          },
        },
        additionalProperties: false,
      },
      PromotionPlace: {
        type: 'object',
        required: ['environment'],
        properties: {
          environment: { type: 'string' },
          cluster: { type: 'string' },
          namespace: { type: 'string' },
        },
        additionalProperties: false,
      },
      PinChange: {
        type: 'object',
        required: ['commit', 'at', 'author', 'subject'],
        properties: {
          from: { type: 'string' },
          to: { type: 'string' },
          commit: { type: 'string' },
          at: { type: 'string', format: 'date-time' },
          author: { type: 'string' },
          subject: { type: 'string' },
          pullRequest: { type: 'string' },
          renamedFrom: { type: 'string' },
          freeze: { $ref: '#/components/schemas/PromotionFreeze' },
          url: {
            type: 'string',
            description:
              "The commit on the repository's host, where its pages are known.",
          },
        },
        additionalProperties: false,
      },
      PromotionPin: {
        type: 'object',
        required: ['kind', 'name', 'value', 'repository', 'path', 'key'],
        properties: {
          kind: { type: 'string', enum: ['image', 'chart', 'revision'] },
          name: { type: 'string' },
          value: { type: 'string' },
          digest: { type: 'string' },
          repository: { type: 'string' },
          path: { type: 'string' },
          line: { type: 'integer' },
          key: { type: 'string' },
          automation: { type: 'string' },
          url: {
            type: 'string',
            description: 'Where a person can look at the line.',
          },
          history: {
            type: 'array',
            items: { $ref: '#/components/schemas/PinChange' },
          },
          historyEnds: { type: 'string' },
        },
        additionalProperties: false,
      },
      RunningVersion: {
        type: 'object',
        required: ['cluster', 'kind', 'object', 'pinned', 'name', 'value'],
        properties: {
          cluster: { type: 'string' },
          kind: { type: 'string' },
          namespace: { type: 'string' },
          object: { type: 'string' },
          pinned: { type: 'string', enum: ['image', 'chart', 'revision'] },
          name: { type: 'string' },
          value: { type: 'string' },
        },
        additionalProperties: false,
      },
      PromotionGate: {
        type: 'object',
        required: ['kind', 'name', 'state'],
        properties: {
          kind: {
            type: 'string',
            enum: ['check', 'approval', 'verification', 'time', 'merge', 'run'],
          },
          name: { type: 'string' },
          state: {
            type: 'string',
            enum: ['passed', 'waiting', 'failed', 'unknown'],
          },
          required: {
            type: 'boolean',
            description: 'False where it is shown, and holds nothing up.',
          },
          reason: { type: 'string' },
          url: { type: 'string' },
        },
        additionalProperties: false,
      },
      PendingPromotion: {
        type: 'object',
        required: ['source', 'title', 'state', 'gates'],
        properties: {
          source: {
            type: 'string',
            description:
              'What tells of it, `kargo`, `gitops-promoter` or `github`.',
          },
          title: { type: 'string' },
          url: { type: 'string' },
          to: {
            type: 'string',
            description: 'The version it brings, where that is told.',
          },
          state: {
            type: 'string',
            enum: ['ready', 'waiting', 'blocked', 'running', 'unknown'],
          },
          gates: {
            type: 'array',
            items: { $ref: '#/components/schemas/PromotionGate' },
          },
          since: { type: 'string', format: 'date-time' },
          asOf: {
            type: 'string',
            format: 'date-time',
            description: 'When this was told.',
          },
        },
        additionalProperties: false,
      },
      PromotedCell: {
        type: 'object',
        required: [
          'environment',
          'pins',
          'more',
          'running',
          'verdict',
          'relation',
          'reason',
          'runs',
        ],
        properties: {
          environment: { type: 'string' },
          cluster: { type: 'string' },
          namespace: { type: 'string' },
          called: {
            type: 'array',
            description:
              'Names that files give to the cluster, where it is called otherwise.',
            items: { type: 'string' },
          },
          pins: {
            type: 'array',
            items: { $ref: '#/components/schemas/PromotionPin' },
          },
          running: {
            oneOf: [
              {
                type: 'object',
                required: ['state', 'versions'],
                properties: {
                  state: { type: 'string', enum: ['known'] },
                  versions: {
                    type: 'array',
                    items: { $ref: '#/components/schemas/RunningVersion' },
                  },
                  asOf: { type: 'string', format: 'date-time' },
                  incomplete: {
                    type: 'string',
                    description:
                      'Of which clusters of the place nothing is known, and why.',
                  },
                },
                additionalProperties: false,
              },
              {
                type: 'object',
                required: ['state', 'reason'],
                properties: {
                  state: { type: 'string', enum: ['missing'] },
                  reason: { type: 'string' },
                  asOf: { type: 'string', format: 'date-time' },
                },
                additionalProperties: false,
              },
              {
                type: 'object',
                required: ['state', 'reason'],
                properties: {
                  state: { type: 'string', enum: ['unknown'] },
                  reason: { type: 'string' },
                },
                additionalProperties: false,
              },
            ],
          },
          main: {
            type: 'integer',
            description: 'Which of the pins stands for the place.',
          },
          more: {
            type: 'integer',
            description: 'Versions that are pinned besides that one.',
          },
          verdict: { $ref: '#/components/schemas/PromotionVerdict' },
          relation: { $ref: '#/components/schemas/PromotionRelation' },
          reason: { type: 'string' },
          before: { $ref: '#/components/schemas/PromotionPlace' },
          lag: {
            type: 'object',
            properties: {
              versions: { type: 'integer' },
              commits: { type: 'integer' },
              step: {
                type: 'string',
                enum: ['major', 'minor', 'patch', 'prerelease'],
              },
              waitingSince: { type: 'string', format: 'date-time' },
            },
            additionalProperties: false,
          },
          rolledBack: {
            type: 'object',
            required: ['from', 'at'],
            properties: {
              from: { type: 'string' },
              at: { type: 'string', format: 'date-time' },
            },
            additionalProperties: false,
          },
          diverged: {
            type: 'object',
            required: ['intended', 'running', 'cluster'],
            properties: {
              intended: { type: 'string' },
              running: { type: 'string' },
              cluster: { type: 'string' },
            },
            additionalProperties: false,
          },
          since: { type: 'string', format: 'date-time' },
          runs: { $ref: '#/components/schemas/PromotionRuns' },
          runsReason: {
            type: 'string',
            description: 'Why it is missing or not known.',
          },
          pace: {
            type: 'object',
            required: ['changes', 'days'],
            properties: {
              changes: { type: 'integer' },
              days: { type: 'integer' },
              medianLeadHours: { type: 'number' },
            },
            additionalProperties: false,
          },
          freeze: { $ref: '#/components/schemas/PromotionFreeze' },
          pending: {
            type: 'array',
            description:
              'What is on its way here, as far as a tool or a host tells.',
            items: { $ref: '#/components/schemas/PendingPromotion' },
          },
        },
        additionalProperties: false,
      },
      PromotedService: {
        type: 'object',
        required: [
          'id',
          'name',
          'teams',
          'members',
          'reasons',
          'cells',
          'freshness',
        ],
        properties: {
          id: { type: 'string' },
          name: { type: 'string' },
          teams: { type: 'array', items: { type: 'string' } },
          members: {
            type: 'array',
            items: {
              type: 'object',
              required: ['repository', 'name', 'path'],
              properties: {
                repository: { type: 'string' },
                name: { type: 'string' },
                path: { type: 'string' },
              },
              additionalProperties: false,
            },
          },
          reasons: { type: 'array', items: { type: 'string' } },
          cells: {
            type: 'array',
            items: { $ref: '#/components/schemas/PromotedCell' },
          },
          freshness: { $ref: '#/components/schemas/PromotionFreshness' },
        },
        additionalProperties: false,
      },
      ComparedValue: {
        type: 'object',
        required: ['value'],
        properties: { value: { type: 'string' }, url: { type: 'string' } },
        additionalProperties: false,
      },
      ComparedSide: {
        type: 'object',
        required: ['path', 'line', 'url'],
        properties: {
          path: { type: 'string' },
          line: { type: 'integer' },
          url: { type: 'string' },
          value: {
            type: 'string',
            description: 'Absent where it may be a secret.',
          },
        },
        additionalProperties: false,
      },
      ServiceComparison: {
        type: 'object',
        required: [
          'id',
          'name',
          'from',
          'to',
          'versions',
          'configuration',
          'hidden',
          'more',
          'unread',
          'freshness',
        ],
        properties: {
          id: { type: 'string' },
          name: { type: 'string' },
          from: { $ref: '#/components/schemas/PromotionPlace' },
          to: { $ref: '#/components/schemas/PromotionPlace' },
          versions: {
            type: 'array',
            items: {
              type: 'object',
              required: ['kind', 'name', 'order'],
              properties: {
                kind: { type: 'string', enum: ['image', 'chart', 'revision'] },
                name: { type: 'string' },
                from: { $ref: '#/components/schemas/ComparedValue' },
                to: { $ref: '#/components/schemas/ComparedValue' },
                order: {
                  type: 'string',
                  enum: ['same', 'older', 'newer', 'unknown'],
                },
                reason: { type: 'string' },
              },
              additionalProperties: false,
            },
          },
          configuration: {
            type: 'array',
            items: {
              type: 'object',
              required: ['key'],
              properties: {
                document: { type: 'string' },
                key: { type: 'string' },
                from: { $ref: '#/components/schemas/ComparedSide' },
                to: { $ref: '#/components/schemas/ComparedSide' },
                byName: { type: 'boolean' },
              },
              additionalProperties: false,
            },
          },
          hidden: { type: 'integer' },
          more: { type: 'integer' },
          unread: {
            type: 'array',
            items: {
              type: 'object',
              required: ['repository', 'path', 'reason'],
              properties: {
                repository: { type: 'string' },
                path: { type: 'string' },
                reason: { type: 'string' },
              },
              additionalProperties: false,
            },
          },
          changes: {
            type: 'array',
            items: { $ref: '#/components/schemas/PinChange' },
          },
          freshness: { $ref: '#/components/schemas/PromotionFreshness' },
        },
        additionalProperties: false,
      },
      AlertStatus: { type: 'string', enum: ['firing', 'resolved'] },
      VerdictWord: { type: 'string', enum: ['right', 'wrong'] },
      TextMap: { type: 'object', additionalProperties: { type: 'string' } },
      Link: {
        type: 'object',
        required: ['title', 'url'],
        properties: { title: { type: 'string' }, url: { type: 'string' } },
        additionalProperties: false,
      },
      AlertResolution: {
        type: 'object',
        required: ['owners', 'contested', 'query', 'resolvedAt', 'unknown'],
        properties: {
          subject: { $ref: '#/components/schemas/Subject' },
          owners: {
            type: 'array',
            items: { $ref: '#/components/schemas/Owner' },
          },
          contested: { type: 'boolean' },
          config: { $ref: '#/components/schemas/ConfigView' },
          environment: { type: 'string' },
          cluster: { type: 'string' },
          query: { type: 'string' },
          resolvedAt: { type: 'string', format: 'date-time' },
          asOf: { type: 'string', format: 'date-time' },
          unknown: { type: 'array', items: { type: 'string' } },
        },
        additionalProperties: false,
      },
      AlertVerdict: {
        type: 'object',
        required: ['verdict', 'by', 'at'],
        properties: {
          verdict: { $ref: '#/components/schemas/VerdictWord' },
          team: { type: 'string' },
          by: { type: 'string' },
          at: { type: 'string', format: 'date-time' },
          finding: { $ref: '#/components/schemas/Finding' },
        },
        additionalProperties: false,
      },
      AlertSummary: {
        type: 'object',
        required: [
          'id',
          'receiver',
          'name',
          'status',
          'labels',
          'annotations',
          'links',
          'startsAt',
          'firstReceived',
          'lastReceived',
          'deliveries',
          'ownership',
        ],
        properties: {
          id: { type: 'string' },
          receiver: { type: 'string' },
          name: { type: 'string' },
          severity: { type: 'string' },
          status: { $ref: '#/components/schemas/AlertStatus' },
          labels: { $ref: '#/components/schemas/TextMap' },
          annotations: { $ref: '#/components/schemas/TextMap' },
          links: {
            type: 'array',
            items: { $ref: '#/components/schemas/Link' },
          },
          generatorURL: { type: 'string' },
          externalUrl: { type: 'string' },
          startsAt: { type: 'string', format: 'date-time' },
          startsAtSaid: { type: 'string', format: 'date-time' },
          endsAt: { type: 'string', format: 'date-time' },
          firstReceived: { type: 'string', format: 'date-time' },
          lastReceived: { type: 'string', format: 'date-time' },
          deliveries: { type: 'integer' },
          ownership: {
            type: 'string',
            enum: ['owned', 'nobody', 'explicit', 'unknown', 'resolving'],
          },
          resolution: { $ref: '#/components/schemas/AlertResolution' },
          firstLook: {
            type: 'object',
            required: ['at', 'by'],
            properties: {
              at: { type: 'string', format: 'date-time' },
              by: { type: 'string' },
            },
            additionalProperties: false,
          },
          verdict: { $ref: '#/components/schemas/AlertVerdict' },
          timeToOwner: {
            type: 'object',
            description: 'Milliseconds from the start.',
            properties: {
              look: { type: 'integer' },
              confirmed: { type: 'integer' },
            },
            additionalProperties: false,
          },
        },
      },
      AlertDetail: {
        allOf: [
          { $ref: '#/components/schemas/AlertSummary' },
          {
            type: 'object',
            required: ['answer'],
            properties: { answer: { $ref: '#/components/schemas/Answer' } },
          },
        ],
      },
      AlertsPage: {
        type: 'object',
        required: ['items', 'totalItems', 'summary'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/AlertSummary' },
          },
          totalItems: { type: 'integer' },
          nextCursor: { type: 'string' },
          summary: {
            type: 'object',
            required: ['firing', 'unowned', 'resolving', 'resolved'],
            properties: {
              firing: { type: 'integer' },
              unowned: { type: 'integer' },
              resolving: { type: 'integer' },
              resolved: { type: 'integer' },
            },
            additionalProperties: false,
          },
        },
        additionalProperties: false,
      },
      AlertDurations: {
        type: 'object',
        required: ['alerts'],
        properties: {
          alerts: { type: 'integer' },
          p50: { type: 'integer' },
          p90: { type: 'integer' },
          withinMinute: { type: 'number' },
        },
        additionalProperties: false,
      },
      TimeToOwner: {
        type: 'object',
        required: ['alerts', 'look', 'confirmed'],
        properties: {
          alerts: { type: 'integer' },
          look: { $ref: '#/components/schemas/AlertDurations' },
          confirmed: { $ref: '#/components/schemas/AlertDurations' },
        },
      },
      AlertStatistics: {
        type: 'object',
        required: ['since', 'total', 'teams', 'weeks'],
        properties: {
          since: { type: 'string', format: 'date-time' },
          total: { $ref: '#/components/schemas/TimeToOwner' },
          teams: {
            type: 'array',
            items: {
              allOf: [
                { $ref: '#/components/schemas/TimeToOwner' },
                {
                  type: 'object',
                  required: ['team'],
                  properties: { team: { type: 'string' } },
                },
              ],
            },
          },
          weeks: {
            type: 'array',
            items: {
              allOf: [
                { $ref: '#/components/schemas/TimeToOwner' },
                {
                  type: 'object',
                  required: ['week'],
                  properties: { week: { type: 'string' } },
                },
              ],
            },
          },
        },
      },
      AlertReceiverStatus: {
        type: 'object',
        required: [
          'id',
          'active',
          'deliveries',
          'alerts',
          'plumbing',
          'rejections',
          'pending',
        ],
        properties: {
          id: { type: 'string' },
          active: { type: 'boolean' },
          deliveries: { type: 'integer' },
          alerts: { type: 'integer' },
          plumbing: { type: 'integer' },
          lastDelivery: { type: 'string', format: 'date-time' },
          rejections: {
            type: 'array',
            items: {
              type: 'object',
              required: ['reason', 'message', 'total', 'last'],
              properties: {
                reason: { type: 'string' },
                message: { type: 'string' },
                total: { type: 'integer' },
                last: { type: 'string', format: 'date-time' },
              },
              additionalProperties: false,
            },
          },
          poll: {
            type: 'object',
            required: ['lastAttempt'],
            properties: {
              lastSuccess: { type: 'string', format: 'date-time' },
              lastAttempt: { type: 'string', format: 'date-time' },
              error: { type: 'string' },
            },
            additionalProperties: false,
          },
          pending: { type: 'integer' },
        },
        additionalProperties: false,
      },
      AlertToEnrich: {
        type: 'object',
        required: ['labels'],
        properties: {
          labels: { $ref: '#/components/schemas/TextMap' },
          annotations: { $ref: '#/components/schemas/TextMap' },
        },
      },
      EnrichedAlert: {
        type: 'object',
        required: ['labels', 'annotations'],
        properties: {
          labels: { $ref: '#/components/schemas/TextMap' },
          annotations: { $ref: '#/components/schemas/TextMap' },
        },
      },
      SourceKind: {
        type: 'string',
        enum: ['repository', 'cluster', 'catalog'],
      },
      SourceState: {
        type: 'string',
        enum: ['waiting', 'reading', 'ok', 'stale', 'failed', 'gone'],
      },
      FactKind: {
        type: 'string',
        enum: [
          'services',
          'findings',
          'secrets',
          'credentials',
          'policies',
          'guesses',
        ],
      },
      Severity: { type: 'string', enum: ['error', 'warning', 'info'] },
      ServiceFact: {
        type: 'object',
        required: ['name', 'path', 'environments'],
        properties: {
          name: { type: 'string' },
          path: { type: 'string' },
          environments: {
            type: 'array',
            items: {
              type: 'object',
              required: ['versions'],
              properties: {
                environment: { type: 'string' },
                cluster: { type: 'string' },
                namespace: { type: 'string' },
                versions: {
                  type: 'array',
                  items: { $ref: '#/components/schemas/ServiceVersion' },
                },
              },
            },
          },
        },
      },
      ServiceVersion: {
        allOf: [
          { $ref: '#/components/schemas/VersionPin' },
          { type: 'object', properties: { digest: { type: 'string' } } },
        ],
      },
      Finding: {
        type: 'object',
        required: ['rule', 'severity', 'location', 'message'],
        properties: {
          rule: { type: 'string' },
          severity: { $ref: '#/components/schemas/Severity' },
          location: { $ref: '#/components/schemas/FileLocation' },
          message: { type: 'string' },
          fix: { type: 'string' },
        },
      },
      CredentialFact: {
        type: 'object',
        required: ['provider', 'method', 'reason', 'location'],
        properties: {
          provider: { type: 'string' },
          method: { type: 'string', enum: ['oidc', 'static'] },
          reason: { type: 'string' },
          secrets: { type: 'array', items: { type: 'string' } },
          job: { type: 'string' },
          location: { $ref: '#/components/schemas/FileLocation' },
        },
      },
      PolicyFact: {
        type: 'object',
        required: ['engine', 'kind', 'name', 'action', 'location'],
        properties: {
          engine: {
            type: 'string',
            enum: ['kyverno', 'gatekeeper', 'admission-policy', 'opa', 'ci'],
          },
          kind: { type: 'string' },
          namespace: { type: 'string' },
          name: { type: 'string' },
          action: {
            type: 'string',
            enum: ['enforce', 'warn', 'audit', 'mutate', 'generate', 'unknown'],
          },
          rules: { type: 'array', items: { type: 'string' } },
          note: { type: 'string' },
          environment: { type: 'string' },
          cluster: { type: 'string' },
          location: { $ref: '#/components/schemas/FileLocation' },
        },
      },
      Guess: {
        type: 'object',
        required: ['about', 'guess', 'why'],
        properties: {
          about: { type: 'string' },
          guess: { type: 'string' },
          why: { type: 'string' },
          location: { $ref: '#/components/schemas/FileLocation' },
        },
      },
      FoundFact: {
        type: 'object',
        required: ['repository', 'teams', 'fact'],
        properties: {
          repository: { type: 'string' },
          teams: { type: 'array', items: { type: 'string' } },
          fact: {
            anyOf: [
              { $ref: '#/components/schemas/ServiceFact' },
              { $ref: '#/components/schemas/Finding' },
              { $ref: '#/components/schemas/SecretFact' },
              { $ref: '#/components/schemas/CredentialFact' },
              { $ref: '#/components/schemas/PolicyFact' },
              { $ref: '#/components/schemas/Guess' },
            ],
          },
          places: {
            type: 'array',
            description:
              'Environments and clusters that build the line, of secrets and policies.',
            items: {
              type: 'object',
              properties: {
                environment: { type: 'string' },
                cluster: { type: 'string' },
              },
              additionalProperties: false,
            },
          },
        },
        additionalProperties: false,
      },
      FactsPage: {
        type: 'object',
        required: ['items', 'totalItems'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/FoundFact' },
          },
          totalItems: { type: 'integer' },
          nextCursor: { type: 'string' },
        },
        additionalProperties: false,
      },
      RepositoryOverview: {
        type: 'object',
        required: [
          'source',
          'totals',
          'rules',
          'teams',
          'environments',
          'clusters',
        ],
        properties: {
          source: { $ref: '#/components/schemas/SourceStatus' },
          totals: {
            type: 'object',
            required: [
              'services',
              'findings',
              'secrets',
              'credentials',
              'policies',
              'guesses',
            ],
            properties: {
              services: { type: 'integer' },
              findings: { type: 'integer' },
              secrets: { type: 'integer' },
              credentials: { type: 'integer' },
              policies: { type: 'integer' },
              guesses: { type: 'integer' },
            },
            additionalProperties: false,
          },
          rules: {
            type: 'array',
            items: {
              type: 'object',
              required: ['rule', 'severity', 'total'],
              properties: {
                rule: { type: 'string' },
                severity: { $ref: '#/components/schemas/Severity' },
                total: { type: 'integer' },
              },
              additionalProperties: false,
            },
          },
          teams: { type: 'array', items: { type: 'string' } },
          environments: { type: 'array', items: { type: 'string' } },
          clusters: { type: 'array', items: { type: 'string' } },
        },
        additionalProperties: false,
      },
      ThingKind: {
        type: 'string',
        enum: ['workload', 'namespace', 'service', 'path'],
      },
      OwnershipState: {
        type: 'string',
        enum: ['owned', 'unowned', 'explicit'],
      },
      TeamSort: {
        type: 'string',
        enum: [
          'name',
          'services',
          'workloads',
          'namespaces',
          'repositories',
          'contested',
          'findings',
          'alerts',
          'drift',
          'promotions',
          'secrets',
        ],
      },
      RuleCommitsPage: {
        type: 'object',
        required: ['items', 'incomplete'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/RuleCommit' },
          },
          nextCursor: { type: 'string' },
          incomplete: {
            type: 'array',
            description:
              'Repositories whose history is not known from its beginning, or not yet, and why.',
            items: {
              type: 'object',
              required: ['repository', 'reason'],
              properties: {
                repository: { type: 'string' },
                reason: { type: 'string' },
              },
            },
          },
        },
        additionalProperties: false,
      },
      RuleCommit: {
        type: 'object',
        required: [
          'repository',
          'revision',
          'at',
          'author',
          'subject',
          'rules',
        ],
        properties: {
          repository: { type: 'string' },
          revision: { type: 'string' },
          at: {
            type: 'string',
            format: 'date-time',
            description: 'When it landed on the branch that is read.',
          },
          author: { type: 'string' },
          subject: { type: 'string' },
          pullRequest: { type: 'string' },
          url: { type: 'string' },
          rules: {
            type: 'array',
            items: {
              type: 'object',
              required: ['path', 'rule'],
              properties: {
                path: { type: 'string' },
                rule: {
                  type: 'string',
                  description:
                    'A pattern of CODEOWNERS with its section, or a directory; empty for all of the repository.',
                },
                before: {
                  type: 'array',
                  description:
                    'As they are written. Empty for nobody, on purpose; absent where there was no such rule.',
                  items: { type: 'string' },
                },
                after: {
                  type: 'array',
                  description: 'Absent where the rule went.',
                  items: { type: 'string' },
                },
              },
              additionalProperties: false,
            },
          },
          more: { type: 'integer' },
          unread: {
            type: 'array',
            description:
              'Files of which nobody knows what they said before or afterwards.',
            items: { type: 'string' },
          },
        },
        additionalProperties: false,
      },
      TroubleType: { type: 'string', enum: ['drift', 'secrets'] },
      ThingDrift: {
        type: 'object',
        required: ['engine', 'state', 'since', 'pastDue'],
        properties: {
          engine: {
            type: 'object',
            description: 'What deploys it, in the cluster that holds it.',
            required: ['kind', 'name', 'cluster'],
            properties: {
              kind: { type: 'string' },
              namespace: { type: 'string' },
              name: { type: 'string' },
              cluster: { type: 'string' },
            },
          },
          state: { type: 'string', enum: ['out-of-sync', 'failed'] },
          reason: { type: 'string' },
          since: { type: 'string', format: 'date-time' },
          seen: {
            type: 'boolean',
            enum: [true],
            description: 'Since it was first seen; it may have begun before.',
          },
          pastDue: { type: 'boolean' },
          resources: {
            type: 'array',
            description:
              'What differs, where that is something else that the engine deploys.',
            items: {
              type: 'object',
              required: ['kind', 'name'],
              properties: {
                kind: { type: 'string' },
                namespace: { type: 'string' },
                name: { type: 'string' },
              },
            },
          },
        },
      },
      TeamSummary: {
        type: 'object',
        required: ['ref', 'known', 'counts'],
        properties: {
          ref: { type: 'string' },
          title: { type: 'string' },
          known: { type: 'boolean' },
          contacts: { $ref: '#/components/schemas/TeamContacts' },
          counts: {
            type: 'object',
            required: [
              'services',
              'workloads',
              'namespaces',
              'paths',
              'repositories',
              'clusters',
              'contested',
              'findings',
            ],
            properties: {
              services: { type: 'integer' },
              workloads: { type: 'integer' },
              namespaces: { type: 'integer' },
              paths: { type: 'integer' },
              repositories: { type: 'integer' },
              clusters: { type: 'integer' },
              contested: { type: 'integer' },
              findings: { type: 'integer' },
              alerts: { type: 'integer' },
              drift: {
                type: 'integer',
                description: 'Workloads that are not as Git says, past due.',
              },
              driftUnknown: {
                type: 'integer',
                description:
                  'Workloads of which nothing tells whether they are.',
              },
              promotions: { type: 'integer' },
              secrets: {
                type: 'integer',
                description:
                  'Workloads with a Secret that is not as it should be.',
              },
              secretsUnknown: {
                type: 'integer',
                description: 'Workloads with a Secret of which nothing tells.',
              },
            },
            additionalProperties: false,
          },
        },
        additionalProperties: false,
      },
      TeamsPage: {
        type: 'object',
        required: ['items', 'totalItems', 'pending'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/TeamSummary' },
          },
          totalItems: { type: 'integer' },
          nextCursor: { type: 'string' },
          pending: { type: 'integer' },
          restricted: { type: 'boolean' },
        },
        additionalProperties: false,
      },
      CatalogEntry: {
        type: 'object',
        required: ['id', 'type', 'name', 'owners', 'contested'],
        properties: {
          id: { type: 'string' },
          type: {
            type: 'string',
            enum: ['cluster', 'repository', 'team', 'namespace', 'service'],
          },
          name: { type: 'string' },
          title: { type: 'string' },
          owners: {
            type: 'array',
            items: { type: 'string' },
            description: 'Refs of teams.',
          },
          ownerSource: { $ref: '#/components/schemas/ClaimSource' },
          ownerConfidence: { $ref: '#/components/schemas/Confidence' },
          contested: { type: 'boolean' },
          repository: { type: 'string' },
          path: { type: 'string' },
          url: { type: 'string' },
          cluster: { type: 'string' },
          environment: { type: 'string' },
          environments: { type: 'array', items: { type: 'string' } },
          partOf: { type: 'string' },
          system: {
            type: 'string',
            description: 'The System of that name, made by somebody else.',
          },
          unread: {
            type: 'boolean',
            description:
              'A repository or cluster of which it is not known yet all that it has.',
          },
          sources: {
            type: 'array',
            items: { type: 'string' },
            description:
              'Of a team without an entity, the repositories, clusters and providers that have something of it. Absent where that are too many.',
          },
          contacts: {
            type: 'array',
            items: {
              type: 'object',
              required: ['type', 'value'],
              properties: {
                type: {
                  type: 'string',
                  enum: ['email', 'chat', 'oncall', 'url', 'person'],
                },
                value: { type: 'string' },
                url: { type: 'string' },
              },
              additionalProperties: false,
            },
          },
          entity: {
            type: 'string',
            description:
              'The entity that stands for it already, made by somebody else.',
          },
          entities: {
            type: 'array',
            items: { type: 'string' },
            description:
              'Of a service, where several stand for it and none more than the others.',
          },
          sameAs: {
            type: 'string',
            description:
              'The entry of another repository that is the same service, and has the entity.',
          },
          sameBecause: {
            type: 'string',
            description:
              'Why services of several repositories are one, in words.',
          },
        },
        additionalProperties: false,
      },
      CatalogEntriesPage: {
        type: 'object',
        required: ['items', 'notes'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/CatalogEntry' },
          },
          nextCursor: { type: 'string' },
          catalogAsOf: {
            type: 'string',
            format: 'date-time',
            description:
              'When the catalog was last read. Absent while nobody knows what has an entity.',
          },
          catalogPending: {
            type: 'boolean',
            description:
              'What that read changed is still being worked out; nobody knows yet what has an entity.',
          },
          catalogError: { type: 'string' },
          unlisted: {
            type: 'array',
            items: { type: 'string' },
            description:
              'Providers whose list is not known, or not complete: `provider:github`.',
          },
          neverListed: {
            type: 'boolean',
            description:
              'One of them never told any: what is not listed may be its own.',
          },
          notes: { type: 'array', items: { type: 'string' } },
        },
        additionalProperties: false,
      },
      ConfigFilesPage: {
        type: 'object',
        required: ['items'],
        properties: {
          items: {
            type: 'array',
            items: {
              type: 'object',
              required: ['repository', 'path', 'objects'],
              properties: {
                repository: { type: 'string' },
                path: { type: 'string' },
                objects: { type: 'array', items: { type: 'string' } },
              },
              additionalProperties: false,
            },
          },
          nextCursor: { type: 'string' },
        },
        additionalProperties: false,
      },
      CoverageShare: {
        type: 'object',
        required: ['total', 'owned', 'contested', 'explicit'],
        properties: {
          total: { type: 'integer' },
          owned: { type: 'integer' },
          contested: { type: 'integer' },
          explicit: { type: 'integer' },
        },
        additionalProperties: false,
      },
      CoverageDay: {
        type: 'object',
        required: ['day'],
        properties: {
          day: { type: 'string', format: 'date' },
          workload: { $ref: '#/components/schemas/CoverageShare' },
          namespace: { $ref: '#/components/schemas/CoverageShare' },
          service: { $ref: '#/components/schemas/CoverageShare' },
          path: { $ref: '#/components/schemas/CoverageShare' },
        },
        additionalProperties: false,
      },
      TeamContacts: {
        type: 'array',
        items: {
          type: 'object',
          required: ['type', 'value'],
          properties: {
            type: {
              type: 'string',
              enum: ['email', 'chat', 'oncall', 'url', 'person'],
            },
            value: { type: 'string' },
            url: { type: 'string' },
            evidence: { $ref: '#/components/schemas/Evidence' },
          },
        },
      },
      TeamView: {
        type: 'object',
        required: [
          'team',
          'aliases',
          'contacts',
          'described',
          'clashes',
          'people',
          'trend',
          'days',
          'environments',
          'clusters',
          'repositories',
          'pending',
        ],
        properties: {
          team: { $ref: '#/components/schemas/TeamSummary' },
          aliases: { type: 'array', items: { type: 'string' } },
          contacts: { $ref: '#/components/schemas/TeamContacts' },
          onCall: { $ref: '#/components/schemas/TeamOnCall' },
          described: {
            type: 'array',
            items: {
              type: 'object',
              required: ['evidence'],
              properties: {
                evidence: { $ref: '#/components/schemas/Evidence' },
                url: { type: 'string' },
              },
              additionalProperties: false,
            },
          },
          clashes: {
            type: 'array',
            items: {
              type: 'object',
              required: ['ref', 'mark'],
              properties: { ref: { type: 'string' }, mark: { type: 'string' } },
              additionalProperties: false,
            },
          },
          people: {
            type: 'array',
            items: {
              type: 'object',
              required: ['name', 'changes', 'lastChange'],
              properties: {
                name: { type: 'string' },
                changes: { type: 'integer' },
                lastChange: { type: 'string', format: 'date-time' },
              },
              additionalProperties: false,
            },
          },
          trend: {
            type: 'array',
            items: { $ref: '#/components/schemas/CoverageDay' },
          },
          days: {
            type: 'array',
            description:
              'What it had to look at, as counted last on each day. Numbers that are absent were not known.',
            items: {
              type: 'object',
              required: ['day'],
              properties: {
                day: { type: 'string' },
                alerts: { type: 'integer' },
                drift: { type: 'integer' },
                secrets: { type: 'integer' },
                promotions: { type: 'integer' },
                findings: { type: 'integer' },
              },
              additionalProperties: false,
            },
          },
          environments: { type: 'array', items: { type: 'string' } },
          clusters: { type: 'array', items: { type: 'string' } },
          repositories: { type: 'array', items: { type: 'string' } },
          pending: { type: 'integer' },
        },
        additionalProperties: false,
      },
      EntityView: {
        type: 'object',
        required: [
          'counts',
          'owners',
          'promoted',
          'alerts',
          'findings',
          'environments',
          'clusters',
          'repositories',
          'pending',
        ],
        properties: {
          counts: { $ref: '#/components/schemas/EntityCounts' },
          owners: {
            type: 'array',
            description:
              'Who owns its things, the one with most of them first.',
            items: {
              type: 'object',
              required: ['team', 'things'],
              properties: {
                team: { type: 'string' },
                title: { type: 'string' },
                things: { type: 'integer' },
              },
              additionalProperties: false,
            },
          },
          promoted: {
            type: 'array',
            description:
              'Its services among those that are promoted, those that are behind first.',
            items: {
              type: 'object',
              required: ['id', 'name', 'behind'],
              properties: {
                id: { type: 'string' },
                name: { type: 'string' },
                behind: { type: 'boolean' },
              },
              additionalProperties: false,
            },
          },
          alerts: {
            type: 'array',
            description:
              'The first ten of those that fire, those without owner on top.',
            items: { $ref: '#/components/schemas/AlertSummary' },
          },
          findings: {
            type: 'array',
            description: 'The worst ten in the directories of its services.',
            items: {
              type: 'object',
              required: ['repository', 'fact'],
              properties: {
                repository: { type: 'string' },
                fact: { $ref: '#/components/schemas/Finding' },
              },
              additionalProperties: false,
            },
          },
          environments: { type: 'array', items: { type: 'string' } },
          clusters: { type: 'array', items: { type: 'string' } },
          repositories: { type: 'array', items: { type: 'string' } },
          pending: { type: 'integer' },
          restricted: { type: 'boolean' },
        },
        additionalProperties: false,
      },
      EntityCounts: {
        type: 'object',
        description:
          'How the things of an entity stand. Numbers that are absent are not known.',
        required: [
          'services',
          'workloads',
          'namespaces',
          'paths',
          'contested',
          'unowned',
        ],
        properties: {
          services: { type: 'integer' },
          workloads: { type: 'integer' },
          namespaces: { type: 'integer' },
          paths: { type: 'integer' },
          contested: { type: 'integer' },
          unowned: { type: 'integer' },
          findings: { type: 'integer' },
          alerts: { type: 'integer' },
          promotions: { type: 'integer' },
          drift: { type: 'integer' },
          driftUnknown: { type: 'integer' },
          secrets: { type: 'integer' },
          secretsUnknown: { type: 'integer' },
        },
        additionalProperties: false,
      },
      ThingRef: {
        type: 'object',
        required: ['id', 'type', 'name'],
        properties: {
          id: { type: 'string' },
          type: { $ref: '#/components/schemas/ThingKind' },
          kind: { type: 'string' },
          namespace: { type: 'string' },
          name: { type: 'string' },
          cluster: { type: 'string' },
          environment: { type: 'string' },
          repository: { type: 'string' },
        },
      },
      OwnedThing: {
        allOf: [
          { $ref: '#/components/schemas/ThingRef' },
          {
            type: 'object',
            required: [
              'size',
              'state',
              'contested',
              'owners',
              'claims',
              'firstSeen',
              'ownedSince',
            ],
            properties: {
              environments: { type: 'array', items: { type: 'string' } },
              entity: {
                type: 'string',
                description:
                  'The entity of the catalog that stands for a service.',
              },
              entities: {
                type: 'array',
                items: { type: 'string' },
                description:
                  'Of a service, where several stand for it and none more than the others.',
              },
              sameBecause: {
                type: 'string',
                description:
                  'Why it is one service with those of other repositories, in words.',
              },
              partOf: { type: 'string' },
              size: { type: 'integer' },
              state: { $ref: '#/components/schemas/OwnershipState' },
              contested: { type: 'boolean' },
              owners: {
                type: 'array',
                items: { $ref: '#/components/schemas/Owner' },
              },
              ownersTotal: { type: 'integer' },
              claims: {
                type: 'array',
                items: { $ref: '#/components/schemas/ClaimView' },
              },
              claimsTotal: { type: 'integer' },
              location: { $ref: '#/components/schemas/FileLocation' },
              url: { type: 'string' },
              change: { $ref: '#/components/schemas/OwnershipCommit' },
              firstSeen: { type: 'string', format: 'date-time' },
              ownedSince: { type: 'string', format: 'date-time' },
              asOf: { type: 'string', format: 'date-time' },
              stale: { type: 'string' },
              drift: { $ref: '#/components/schemas/ThingDrift' },
              secretStates: {
                type: 'array',
                description:
                  'Secrets that it needs and that are not as they should be.',
                items: {
                  allOf: [
                    { $ref: '#/components/schemas/SecretStateView' },
                    {
                      type: 'object',
                      required: ['since'],
                      properties: { seen: { type: 'boolean', enum: [true] } },
                    },
                  ],
                },
              },
              unknown: {
                type: 'array',
                description: 'What nothing that was read tells of it.',
                items: { $ref: '#/components/schemas/TroubleType' },
              },
            },
          },
        ],
      },
      OwnershipCommit: {
        type: 'object',
        required: ['revision', 'at', 'author', 'subject', 'path'],
        properties: {
          revision: { type: 'string' },
          at: { type: 'string' },
          author: { type: 'string' },
          subject: { type: 'string' },
          pullRequest: { type: 'string' },
          path: { type: 'string' },
          url: { type: 'string' },
        },
      },
      ThingsPage: {
        type: 'object',
        required: ['items', 'totalItems', 'pending'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/OwnedThing' },
          },
          totalItems: { type: 'integer' },
          nextCursor: { type: 'string' },
          pending: { type: 'integer' },
          restricted: { type: 'boolean' },
        },
        additionalProperties: false,
      },
      Suggestion: {
        type: 'object',
        required: ['team', 'why'],
        properties: {
          team: { type: 'string' },
          why: {
            type: 'array',
            items: {
              type: 'object',
              required: ['type', 'text'],
              properties: {
                type: {
                  type: 'string',
                  enum: ['claim', 'directory', 'namespace', 'author', 'alert'],
                },
                text: { type: 'string' },
              },
              additionalProperties: false,
            },
          },
        },
        additionalProperties: false,
      },
      Fix: {
        type: 'object',
        required: ['type', 'title', 'content'],
        properties: {
          type: { type: 'string', enum: ['codeowners', 'label', 'entity'] },
          title: { type: 'string' },
          repository: { type: 'string' },
          path: { type: 'string' },
          line: { type: 'integer' },
          content: { type: 'string' },
          url: { type: 'string' },
        },
        additionalProperties: false,
      },
      NamespaceGroup: {
        type: 'object',
        description: 'What a row stands for beside the thing in it.',
        required: [
          'namespace',
          'things',
          'workloads',
          'clusters',
          'clustersTotal',
        ],
        properties: {
          namespace: { type: 'string' },
          things: { type: 'integer' },
          workloads: { type: 'integer' },
          clusters: {
            type: 'array',
            description: 'The first 100 of them.',
            items: { type: 'string' },
          },
          clustersTotal: { type: 'integer' },
        },
        additionalProperties: false,
      },
      UnsettledPage: {
        type: 'object',
        required: ['items', 'totalItems', 'pending'],
        properties: {
          items: {
            type: 'array',
            items: {
              allOf: [
                { $ref: '#/components/schemas/OwnedThing' },
                {
                  type: 'object',
                  required: ['suggestions', 'fixes'],
                  properties: {
                    suggestions: {
                      type: 'array',
                      items: { $ref: '#/components/schemas/Suggestion' },
                    },
                    fixes: {
                      type: 'array',
                      items: { $ref: '#/components/schemas/Fix' },
                    },
                    group: { $ref: '#/components/schemas/NamespaceGroup' },
                  },
                },
              ],
            },
          },
          totalItems: { type: 'integer' },
          totalThings: {
            type: 'integer',
            description:
              'How many things the rows of all pages stand for, where one may stand for several.',
          },
          environments: {
            type: 'array',
            description:
              'Where such things are, whatever is filtered, in the order of promotion.',
            items: { type: 'string' },
          },
          nextCursor: { type: 'string' },
          pending: { type: 'integer' },
          restricted: { type: 'boolean' },
        },
        additionalProperties: false,
      },
      CoveragePage: {
        type: 'object',
        required: ['days', 'items', 'totalItems', 'pending'],
        properties: {
          days: {
            type: 'array',
            items: { $ref: '#/components/schemas/CoverageDay' },
          },
          items: {
            type: 'array',
            items: {
              type: 'object',
              required: ['scope', 'now', 'trend'],
              properties: {
                scope: { type: 'string' },
                now: { $ref: '#/components/schemas/CoverageDay' },
                trend: {
                  type: 'array',
                  items: {
                    type: 'object',
                    required: ['day', 'total', 'owned'],
                    properties: {
                      day: { type: 'string', format: 'date' },
                      total: { type: 'integer' },
                      owned: { type: 'integer' },
                    },
                    additionalProperties: false,
                  },
                },
              },
              additionalProperties: false,
            },
          },
          totalItems: { type: 'integer' },
          nextCursor: { type: 'string' },
          pending: { type: 'integer' },
          restricted: { type: 'boolean' },
        },
        additionalProperties: false,
      },
      Holding: {
        type: 'object',
        required: ['teams', 'state'],
        properties: {
          teams: { type: 'array', items: { type: 'string' } },
          state: { $ref: '#/components/schemas/OwnershipState' },
        },
        additionalProperties: false,
      },
      HistoryPage: {
        type: 'object',
        required: ['items'],
        properties: {
          items: {
            type: 'array',
            items: {
              type: 'object',
              required: ['thing', 'at'],
              properties: {
                thing: { $ref: '#/components/schemas/ThingRef' },
                at: { type: 'string', format: 'date-time' },
                before: { $ref: '#/components/schemas/Holding' },
                after: { $ref: '#/components/schemas/Holding' },
                owner: { $ref: '#/components/schemas/Owner' },
                change: { $ref: '#/components/schemas/OwnershipCommit' },
              },
              additionalProperties: false,
            },
          },
          nextCursor: { type: 'string' },
          restricted: { type: 'boolean' },
        },
      },
      ClusterOverview: {
        type: 'object',
        required: ['source', 'resources'],
        properties: {
          source: { $ref: '#/components/schemas/SourceStatus' },
          resources: {
            type: 'array',
            items: { $ref: '#/components/schemas/ClusterResourceStatus' },
          },
        },
        additionalProperties: false,
      },
      ClusterResourceStatus: {
        type: 'object',
        required: ['group', 'version', 'kind', 'state', 'count'],
        properties: {
          group: { type: 'string' },
          version: { type: 'string' },
          kind: { type: 'string' },
          state: {
            type: 'string',
            enum: ['waiting', 'listing', 'current', 'forbidden', 'failed'],
          },
          count: { type: 'integer' },
          error: { type: 'string' },
          listedAt: { type: 'string', format: 'date-time' },
          currentUntil: { type: 'string', format: 'date-time' },
          lastChangeAt: { type: 'string', format: 'date-time' },
        },
        additionalProperties: false,
      },
      UnreadResource: {
        type: 'object',
        required: ['group', 'kind', 'state', 'reason'],
        properties: {
          group: { type: 'string' },
          kind: { type: 'string' },
          state: { type: 'string', enum: ['forbidden', 'failed'] },
          reason: { type: 'string' },
        },
        additionalProperties: false,
      },
      Skipped: {
        type: 'object',
        required: ['path', 'reason'],
        properties: { path: { type: 'string' }, reason: { type: 'string' } },
        additionalProperties: false,
      },
      SourceStatus: {
        type: 'object',
        required: ['id', 'kind', 'name', 'state', 'provider'],
        properties: {
          id: { type: 'string' },
          kind: { $ref: '#/components/schemas/SourceKind' },
          name: { type: 'string' },
          environment: { type: 'string' },
          aliases: { type: 'array', items: { type: 'string' } },
          webUrl: { type: 'string' },
          revision: { type: 'string' },
          lastSuccess: { type: 'string', format: 'date-time' },
          lastAttempt: { type: 'string', format: 'date-time' },
          error: { type: 'string' },
          followed: { type: 'boolean' },
          unread: {
            type: 'array',
            items: { $ref: '#/components/schemas/UnreadResource' },
          },
          state: { $ref: '#/components/schemas/SourceState' },
          provider: { type: 'string' },
          counts: {
            type: 'object',
            required: ['objects', 'skipped'],
            properties: {
              files: { type: 'integer' },
              objects: { type: 'integer' },
              findings: { type: 'integer' },
              skipped: { type: 'integer' },
            },
            additionalProperties: false,
          },
          skipped: {
            type: 'array',
            items: { $ref: '#/components/schemas/Skipped' },
          },
          notes: {
            type: 'array',
            items: { type: 'string' },
            description: 'What is wrong in the catalog.',
          },
          tookMs: { type: 'integer' },
        },
        additionalProperties: false,
      },
      ProviderStatus: {
        type: 'object',
        required: ['id', 'kind', 'lastAttempt'],
        properties: {
          id: { type: 'string' },
          kind: { $ref: '#/components/schemas/SourceKind' },
          lastSuccess: { type: 'string', format: 'date-time' },
          lastAttempt: { type: 'string', format: 'date-time' },
          error: { type: 'string' },
        },
        additionalProperties: false,
      },
      SourcesPage: {
        type: 'object',
        required: ['items', 'totalItems', 'summary'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/SourceStatus' },
          },
          totalItems: { type: 'integer' },
          nextCursor: { type: 'string' },
          summary: {
            type: 'object',
            required: ['waiting', 'reading', 'ok', 'stale', 'failed', 'gone'],
            properties: {
              waiting: { type: 'integer' },
              reading: { type: 'integer' },
              ok: { type: 'integer' },
              stale: { type: 'integer' },
              failed: { type: 'integer' },
              gone: { type: 'integer' },
            },
            additionalProperties: false,
          },
          providers: {
            type: 'array',
            items: { $ref: '#/components/schemas/ProviderStatus' },
          },
        },
        additionalProperties: false,
      },
      FileView: {
        type: 'object',
        required: [
          'repository',
          'revision',
          'path',
          'content',
          'truncated',
          'masked',
        ],
        properties: {
          repository: { type: 'string' },
          revision: { type: 'string' },
          path: { type: 'string' },
          content: { type: 'string' },
          truncated: { type: 'boolean' },
          masked: { type: 'array', items: { type: 'integer' } },
          webUrl: { type: 'string' },
        },
        additionalProperties: false,
      },
      FileLocation: {
        type: 'object',
        required: ['repository', 'revision', 'path'],
        properties: {
          repository: { type: 'string' },
          revision: { type: 'string' },
          path: { type: 'string' },
          line: { type: 'integer' },
        },
        additionalProperties: false,
      },
      ObjectRef: {
        type: 'object',
        required: ['apiVersion', 'kind', 'name'],
        properties: {
          apiVersion: { type: 'string' },
          kind: { type: 'string' },
          namespace: { type: 'string' },
          name: { type: 'string' },
        },
      },
      Evidence: {
        oneOf: [
          {
            type: 'object',
            required: ['type', 'location'],
            properties: {
              type: { type: 'string', enum: ['file'] },
              location: { $ref: '#/components/schemas/FileLocation' },
              text: { type: 'string' },
            },
          },
          {
            type: 'object',
            required: ['type', 'cluster', 'object', 'field'],
            properties: {
              type: { type: 'string', enum: ['object'] },
              cluster: { type: 'string' },
              object: { $ref: '#/components/schemas/ObjectRef' },
              field: { type: 'string' },
              text: { type: 'string' },
            },
          },
        ],
      },
      ClaimSource: {
        type: 'string',
        enum: [
          'alert-label',
          'object-label',
          'pod-template-label',
          'controller-label',
          'namespace-label',
          'engine-object',
          'codeowners',
          'owners-file',
          'path-convention',
          'catalog-entity',
          'role-binding',
          'chart-maintainer',
          'repository-default',
        ],
      },
      Confidence: { type: 'string', enum: ['certain', 'likely', 'guess'] },
      Owner: {
        type: 'object',
        required: ['team', 'raw', 'source', 'confidence', 'evidence'],
        properties: {
          team: {
            type: 'string',
            description: 'Backstage ref: `group:default/payments`.',
          },
          title: { type: 'string' },
          raw: { type: 'string', description: 'The mark as it was written.' },
          source: { $ref: '#/components/schemas/ClaimSource' },
          confidence: { $ref: '#/components/schemas/Confidence' },
          evidence: { $ref: '#/components/schemas/Evidence' },
          url: { type: 'string' },
        },
      },
      ClaimView: {
        type: 'object',
        required: ['raw', 'source', 'decisive', 'evidence'],
        properties: {
          team: { type: 'string' },
          raw: { type: 'string' },
          source: { $ref: '#/components/schemas/ClaimSource' },
          decisive: { type: 'boolean' },
          evidence: { $ref: '#/components/schemas/Evidence' },
          url: { type: 'string' },
          asOf: {
            type: 'string',
            format: 'date-time',
            description:
              "Of what the portal's catalog says, in lists, when that was last read.",
          },
          stale: {
            type: 'string',
            description: 'Why that is not the state of now, where it is not.',
          },
        },
      },
      Subject: {
        oneOf: [
          {
            type: 'object',
            required: [
              'type',
              'apiVersion',
              'kind',
              'name',
              'reasons',
              'confidence',
            ],
            properties: {
              type: { type: 'string', enum: ['object'] },
              apiVersion: { type: 'string' },
              kind: { type: 'string' },
              namespace: { type: 'string' },
              name: { type: 'string' },
              cluster: { type: 'string' },
              environment: { type: 'string' },
              status: { type: 'string' },
              reasons: { type: 'array', items: { type: 'string' } },
              confidence: { $ref: '#/components/schemas/Confidence' },
            },
          },
          {
            type: 'object',
            required: ['type', 'repository', 'path'],
            properties: {
              type: { type: 'string', enum: ['path'] },
              repository: { type: 'string' },
              path: { type: 'string' },
            },
          },
          {
            type: 'object',
            required: ['type', 'team'],
            properties: {
              type: { type: 'string', enum: ['team'] },
              team: { type: 'string' },
              title: { type: 'string' },
            },
          },
        ],
      },
      Candidate: {
        type: 'object',
        required: ['subject', 'owners', 'query'],
        properties: {
          subject: { $ref: '#/components/schemas/Subject' },
          owners: { type: 'array', items: { type: 'string' } },
          query: {
            type: 'string',
            description: 'A question that asks for exactly this one.',
          },
        },
      },
      Contact: {
        type: 'object',
        required: ['type', 'value', 'team'],
        properties: {
          type: {
            type: 'string',
            enum: ['email', 'chat', 'oncall', 'url', 'person'],
          },
          value: { type: 'string' },
          url: { type: 'string' },
          evidence: { $ref: '#/components/schemas/Evidence' },
          team: { type: 'string' },
        },
      },
      OnCall: {
        type: 'object',
        required: ['team', 'source', 'asOf'],
        properties: {
          team: { type: 'string' },
          person: { type: 'string' },
          contact: { type: 'string' },
          until: { type: 'string', format: 'date-time' },
          escalation: { type: 'array', items: { type: 'string' } },
          source: {
            type: 'string',
            description: 'The directory that says so.',
          },
          asOf: { type: 'string', format: 'date-time' },
          url: { type: 'string' },
        },
        additionalProperties: false,
      },
      OnCallDirectoryStatus: {
        type: 'object',
        required: ['id', 'people'],
        properties: {
          id: { type: 'string' },
          people: { type: 'integer' },
          lastSuccess: { type: 'string', format: 'date-time' },
          lastAttempt: { type: 'string', format: 'date-time' },
          error: { type: 'string' },
        },
        additionalProperties: false,
      },
      TeamOnCall: {
        type: 'object',
        description:
          'Absent where nothing is set up that tells who is on call.',
        required: ['entries', 'directories'],
        properties: {
          entries: {
            type: 'array',
            description:
              'Whom rotas and directories name, with how old that is.',
            items: { $ref: '#/components/schemas/OnCall' },
          },
          directories: {
            type: 'array',
            description: 'The directories that are asked, and how that goes.',
            items: { $ref: '#/components/schemas/OnCallDirectoryStatus' },
          },
        },
        additionalProperties: false,
      },
      ConfigView: {
        type: 'object',
        required: ['role', 'repository', 'revision', 'path'],
        properties: {
          role: {
            type: 'string',
            enum: ['manifest', 'overlay', 'values', 'application'],
          },
          repository: { type: 'string' },
          revision: { type: 'string' },
          path: { type: 'string' },
          line: { type: 'integer' },
          note: { type: 'string' },
          url: { type: 'string' },
        },
      },
      Change: {
        type: 'object',
        required: ['revision', 'at', 'author', 'subject', 'path', 'repository'],
        properties: {
          revision: { type: 'string' },
          at: { type: 'string', format: 'date-time' },
          author: { type: 'string' },
          subject: { type: 'string' },
          pullRequest: { type: 'string' },
          path: { type: 'string' },
          repository: { type: 'string' },
          url: { type: 'string' },
        },
      },
      VersionPin: {
        type: 'object',
        required: ['kind', 'name', 'value', 'evidence', 'key'],
        properties: {
          kind: { type: 'string', enum: ['image', 'chart', 'revision'] },
          name: { type: 'string' },
          value: { type: 'string' },
          evidence: { $ref: '#/components/schemas/Evidence' },
          key: { type: 'string' },
        },
      },
      SecretFact: {
        type: 'object',
        required: ['mechanism', 'kind', 'name', 'location'],
        properties: {
          mechanism: {
            type: 'string',
            enum: [
              'external-secrets',
              'sealed-secrets',
              'sops',
              'csi',
              'vault',
              'plain',
            ],
          },
          kind: { type: 'string' },
          namespace: { type: 'string' },
          name: { type: 'string' },
          object: { type: 'string' },
          environment: { type: 'string' },
          cluster: { type: 'string' },
          store: { type: 'string' },
          location: { $ref: '#/components/schemas/FileLocation' },
        },
      },
      SecretStateView: {
        type: 'object',
        required: ['name', 'state', 'by', 'cluster'],
        properties: {
          name: { type: 'string' },
          state: {
            type: 'string',
            enum: [
              'ok',
              'failing',
              'stale',
              'missing',
              'missing-key',
              'unknown',
            ],
          },
          reason: { type: 'string' },
          key: { type: 'string' },
          since: { type: 'string' },
          refreshedAt: { type: 'string' },
          by: {
            type: 'object',
            required: ['kind', 'name'],
            properties: {
              kind: { type: 'string' },
              namespace: { type: 'string' },
              name: { type: 'string' },
            },
          },
          cluster: { type: 'string' },
        },
      },
      HandWritten: {
        type: 'object',
        required: ['manager', 'operation', 'fields'],
        properties: {
          manager: { type: 'string' },
          operation: { type: 'string', enum: ['Apply', 'Update'] },
          subresource: { type: 'string' },
          at: { type: 'string' },
          fields: { type: 'array', items: { type: 'string' } },
          more: { type: 'integer' },
        },
      },
      Answer: {
        type: 'object',
        required: [
          'query',
          'candidates',
          'owners',
          'unowned',
          'contested',
          'claims',
          'contact',
          'config',
          'version',
          'drift',
          'secrets',
          'links',
          'asOf',
          'stale',
          'unknown',
          'tookMs',
        ],
        properties: {
          query: { type: 'string' },
          subject: { $ref: '#/components/schemas/Subject' },
          candidates: {
            type: 'array',
            items: { $ref: '#/components/schemas/Candidate' },
          },
          owners: {
            type: 'array',
            items: { $ref: '#/components/schemas/Owner' },
          },
          unowned: {
            type: ['string', 'null'],
            enum: ['nobody', 'explicit', null],
          },
          contested: { type: 'boolean' },
          claims: {
            type: 'array',
            items: { $ref: '#/components/schemas/ClaimView' },
          },
          contact: {
            type: 'array',
            items: { $ref: '#/components/schemas/Contact' },
          },
          onCall: {
            type: 'array',
            description: 'Who is on call for the owning teams now.',
            items: { $ref: '#/components/schemas/OnCall' },
          },
          config: {
            type: 'array',
            items: { $ref: '#/components/schemas/ConfigView' },
          },
          lastChange: { $ref: '#/components/schemas/Change' },
          version: {
            type: 'object',
            required: ['declared', 'running'],
            properties: {
              declared: {
                type: 'array',
                items: { $ref: '#/components/schemas/VersionPin' },
              },
              running: {
                type: 'array',
                items: { $ref: '#/components/schemas/VersionPin' },
              },
            },
          },
          drift: { type: 'array', items: { type: 'object' } },
          secrets: {
            type: 'array',
            items: { $ref: '#/components/schemas/SecretFact' },
          },
          secretStates: {
            type: 'array',
            items: { $ref: '#/components/schemas/SecretStateView' },
          },
          handWritten: { $ref: '#/components/schemas/HandWritten' },
          links: {
            type: 'array',
            items: {
              type: 'object',
              required: ['title', 'url'],
              properties: {
                title: { type: 'string' },
                url: { type: 'string' },
              },
            },
          },
          asOf: {
            type: 'object',
            description: 'Source to the time of its last successful read.',
            additionalProperties: { type: 'string' },
          },
          stale: {
            type: 'array',
            items: {
              type: 'object',
              required: ['source', 'reason'],
              properties: {
                source: { type: 'string' },
                reason: { type: 'string' },
              },
            },
          },
          unknown: {
            type: 'array',
            items: { type: 'string' },
            description: 'What could not be told',
            'in words.': null,
          },
          tookMs: { type: 'number' },
        },
      },
    },
  },
} as const;
