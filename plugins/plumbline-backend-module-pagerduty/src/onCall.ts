import {
  OnCallDirectory,
  OnCallEntry,
  OnCallTeams,
} from '@plumbline/plugin-plumbline-node';
import { z } from 'zod';

type Team = Parameters<OnCallDirectory['onCall']>[0]['teams'][number];

const text = z.string().min(1);
const optionalText = text.optional().catch(undefined);
const reference = z.object({
  id: text,
  summary: optionalText,
  html_url: optionalText,
});

/** Somebody on call at one level of an escalation policy, as `GET /oncalls` tells. */
export const onCallSchema = z.object({
  escalation_level: z.number(),
  escalation_policy: reference.extend({
    services: z.array(reference).optional(),
    teams: z.array(reference).optional(),
  }),
  schedule: reference.nullish(),
  user: reference.extend({ name: optionalText, email: optionalText }),
  /** `null`: they are on call for good. */
  end: z.string().datetime({ offset: true }).nullish(),
});

export type PagerDutyOnCall = z.infer<typeof onCallSchema>;

/** Which team means which escalation policy or schedule, by id or name. */
export const teamsSchema = z.record(
  z
    .object({ escalationPolicy: text.optional(), schedule: text.optional() })
    .refine(({ escalationPolicy, schedule }) => escalationPolicy ?? schedule),
);

export type TeamMapping = z.infer<typeof teamsSchema>;

/** Something that the configuration means. */
export interface Meant {
  team: string;
  what: 'escalation policy' | 'schedule';
  name: string;
}

/**
 * Who is on call for which team: as the configuration says; for other teams by what their description refers to (an
 * escalation policy, a service), and by the teams of PagerDuty that a policy belongs to.
 */
export function toEntries(
  onCalls: PagerDutyOnCall[],
  mapping: TeamMapping,
  teams: Team[],
): OnCallEntry[] {
  const known = OnCallTeams.create({
    teams,
    configured: Object.keys(mapping),
  });
  const policies = new Map<string, PagerDutyOnCall[]>();
  for (const onCall of onCalls) {
    const { id } = onCall.escalation_policy;
    policies.set(id, [...(policies.get(id) ?? []), onCall]);
  }
  const mapped = Object.entries(mapping).flatMap(
    ([team, { escalationPolicy, schedule }]) => [
      ...[...policies.values()]
        .filter(([{ escalation_policy: policy }]) =>
          isCalled(policy, escalationPolicy),
        )
        .flatMap(levels => ofPolicy(team, levels)),
      ...firstOfEach(
        onCalls.filter(onCall => isCalled(onCall.schedule, schedule)),
      ).map(onCall => toEntry(team, onCall)),
    ],
  );
  const matched = [...policies.values()].flatMap(levels => {
    const policy = levels[0].escalation_policy;
    const marks = [
      ...(policy.teams ?? []).flatMap(({ summary }) => summary ?? []),
      // `pagerduty.com/escalation-policy` and `pagerduty.com/service-id` of a catalog are such contacts.
      ...known.referringTo(
        contact =>
          isCalled(policy, contact) ||
          Boolean(policy.services?.some(({ id }) => id === contact)),
      ),
    ];
    return known.leftOf(marks).flatMap(mark => ofPolicy(mark, levels));
  });
  return [...mapped, ...matched];
}

/** What the configuration means and nobody is on call by now. It may be between two turns, or not be there at all. */
export function withoutAnybody(
  onCalls: PagerDutyOnCall[],
  mapping: TeamMapping,
): Meant[] {
  return Object.entries(mapping).flatMap(
    ([team, { escalationPolicy, schedule }]): Meant[] => [
      ...(escalationPolicy &&
      !onCalls.some(onCall =>
        isCalled(onCall.escalation_policy, escalationPolicy),
      )
        ? [{ team, what: 'escalation policy' as const, name: escalationPolicy }]
        : []),
      ...(schedule &&
      !onCalls.some(onCall => isCalled(onCall.schedule, schedule))
        ? [{ team, what: 'schedule' as const, name: schedule }]
        : []),
    ],
  );
}

export function isCalled(
  thing: { id: string; summary?: string } | null | undefined,
  name: string | undefined,
): boolean {
  return Boolean(name && (thing?.id === name || thing?.summary === name));
}

/** Those of the first level, each with the people of the levels after it. */
function ofPolicy(team: string, onCalls: PagerDutyOnCall[]): OnCallEntry[] {
  const people = firstOfEach(
    [...onCalls].sort((a, b) => a.escalation_level - b.escalation_level),
  );
  const isFirst = (onCall: PagerDutyOnCall) =>
    onCall.escalation_level === people[0].escalation_level;
  const escalation = people
    .filter(onCall => !isFirst(onCall))
    .flatMap(onCall => nameOf(onCall) ?? []);
  return people.filter(isFirst).map(onCall => ({
    ...toEntry(team, onCall),
    ...(escalation.length > 0 && { escalation }),
  }));
}

function firstOfEach(onCalls: PagerDutyOnCall[]): PagerDutyOnCall[] {
  return onCalls.filter(
    ({ user }, at) =>
      onCalls.findIndex(other => other.user.id === user.id) === at,
  );
}

function nameOf({ user }: PagerDutyOnCall): string | undefined {
  return user.name ?? user.summary;
}

function toEntry(team: string, onCall: PagerDutyOnCall): OnCallEntry {
  const person = nameOf(onCall);
  const { email } = onCall.user;
  const url = onCall.schedule?.html_url ?? onCall.escalation_policy.html_url;
  return {
    team,
    ...(person && { person }),
    ...(email && { contact: email }),
    ...(onCall.end && { until: onCall.end }),
    ...(url && { url }),
  };
}
