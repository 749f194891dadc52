import { z } from 'zod';

const text = z.string().min(1);
const optionalText = text.optional().catch(undefined);
const reference = z.object({ id: optionalText, summary: optionalText });

/** The envelope of a webhook, as far as it is read. */
export const webhookSchema = z.object({
  event: z.object({
    id: optionalText,
    event_type: text,
    data: z
      .object({
        id: z.string().regex(/^[A-Za-z0-9]{1,64}$/),
        title: z.string().catch('Incident'),
        created_at: optionalText,
        html_url: optionalText,
        urgency: optionalText,
        service: reference.optional().catch(undefined),
        teams: z.array(reference).catch([]),
      })
      .optional()
      .catch(undefined),
  }),
});

/** What is kept of an incident until its alerts were fetched. */
export const incidentSchema = z.object({
  // It becomes part of an address.
  id: z.string().regex(/^[A-Za-z0-9]{1,64}$/),
  title: z.string(),
  resolved: z.boolean(),
  reopened: z.boolean().default(false),
  createdAt: z.string().optional(),
  url: z.string().optional(),
  urgency: z.string().optional(),
  teams: z.array(z.string()),
  service: z.string().optional(),
});

export type Incident = z.infer<typeof incidentSchema>;
