import { environmentOrder } from '@plumbline/gitops-reader';
import { severities, worstFirst } from '../lib/printed';
import { tally, tallyInOrder } from '../lib/tally';
import { clean, count, Paint, wrap } from '../lib/text';
import { ScanReport } from './report';

/** How much of a long list is shown: the rest is in `--json`. */
const shown = {
  environments: 8,
  owners: 5,
  services: 30,
  secrets: 15,
  places: 3,
  guesses: 15,
  reasons: 10,
};

/** The report for people: 80 columns, the counts first. */
export function renderReport(report: ScanReport, paint: Paint): string {
  const sections: [title: string, lines: string[]][] = [
    ['Objects', objects(report)],
    ['Owners', ownership(report)],
    ['Environments', environments(report)],
    ['Services', services(report, paint)],
    ['Secrets', secrets(report, paint)],
    ['CI credentials', credentials(report, paint)],
    ['Policies', policies(report, paint)],
    ['Findings', findings(report, paint)],
    ['Guessed', guesses(report, paint)],
    ['Not read', notRead(report, paint)],
  ];
  return [
    ...heading(report, paint),
    ...sections.flatMap(([title, lines]) =>
      lines.length > 0 ? ['', paint.bold(title), ...lines] : [],
    ),
    '',
  ].join('\n');
}

function heading(report: ScanReport, paint: Paint): string[] {
  const { overlay } = report;
  return [
    `${paint.bold(clean(report.repository))} ${paint.dim(report.revision.slice(0, 12))}`,
    ...(overlay ? wrap(`Only what ${overlay.directory} builds`, '') : []),
    ...(overlay?.partial ?? []).flatMap(reason =>
      wrap(`Known in part: ${reason}`, '  '),
    ),
    ...wrap(
      [
        count(report.objects.length, 'object'),
        count(report.services.length, 'service'),
        // As they are listed: a line of Git that several environments build is one secret.
        count(tally(report.secrets, secretLine).length, 'secret'),
        count(report.findings.length, 'finding'),
        `${count(report.skipped.length, 'file')} not read`,
      ].join(', '),
      '',
    ),
  ];
}

function objects({ objects: all }: ScanReport): string[] {
  const kinds = tally(all, ({ kind }) => kind);
  return wrap(
    kinds.map(([kind, group]) => `${kind} ${group.length}`).join(', '),
    '  ',
  );
}

function ownership({ ownership: by, objects: all }: ScanReport): string[] {
  const { bySource, contested, explicitlyUnowned, unowned } = by;
  const rows: [string, number][] = [
    ...bySource.map(({ source, objects: owned }): [string, number] => [
      `by ${source}`,
      owned,
    ]),
    ['explicitly unowned', explicitlyUnowned],
    ['nobody claims it', unowned],
    ['contested among the owned', contested],
  ];
  return rows.flatMap(([what, amount]) =>
    amount > 0
      ? [
          `  ${what.padEnd(28)}${String(amount).padStart(7)}  ${percent(amount, all.length)}`,
        ]
      : [],
  );
}

function environments({ objects: all }: ScanReport): string[] {
  const groups = tally(all, ({ environment }) => environment ?? '').sort(
    ([a], [b]) => rankOf(a) - rankOf(b),
  );
  return groups.flatMap(([environment, group]) => {
    const clusters = new Set(group.flatMap(({ cluster }) => cluster ?? []));
    const title = `  ${clean(environment || 'no environment').padEnd(28)}${String(group.length).padStart(7)}`;
    return [title, ...wrap([...clusters].sort().join(', '), '    ')];
  });
}

function rankOf(environment: string): number {
  return environment ? environmentOrder(environment) : Infinity;
}

function services({ services: all }: ScanReport, paint: Paint): string[] {
  return cut(
    all.map(service => [
      `  ${paint.bold(clean(service.name))} ${paint.dim(clean(service.path))}`,
      ...wrap(ownersOf(service.owners), '    '),
      ...cut(
        // Clusters of an environment that have the same versions are told together.
        tallyInOrder(service.environments, ({ environment, versions }) =>
          JSON.stringify([environment, versions]),
        ).map(([, places]) => [
          ...wrap(placesOf(places), '    '),
          // One line of Git may pin several containers.
          ...tallyInOrder(
            places[0].versions,
            ({ name, value, digest, file, line }) =>
              JSON.stringify([name, value, digest, file, line]),
          ).flatMap(([, [{ name, value, digest, file, line }]]) => [
            ...wrap([name, value, digest].filter(Boolean).join(' '), '      '),
            ...(file === undefined
              ? []
              : [`        ${paint.dim(placeOf({ file, line }))}`]),
          ]),
        ]),
        shown.environments,
        paint,
      ),
    ]),
    shown.services,
    paint,
  );
}

/** One source decides, so that it is said once. */
function ownersOf(owners: ScanReport['services'][number]['owners']): string {
  const [first] = owners;
  if (!first) {
    return 'nobody claims it';
  }
  const more = owners.length - shown.owners;
  const teams = owners.slice(0, shown.owners).map(({ team }) => team);
  return `${teams.join(', ')}${more > 0 ? ` and ${more} more` : ''} (${first.source})`;
}

/** `production/eu, production/us (namespace shop)`, or how many where there are many. */
function placesOf(
  places: ScanReport['services'][number]['environments'],
): string {
  const [{ environment = 'no environment', versions }] = places;
  const names = places.map(
    ({ cluster, namespace }) =>
      `${environment}${cluster ? `/${cluster}` : ''}${namespace ? ` (namespace ${namespace})` : ''}`,
  );
  const where =
    names.length > shown.places
      ? `${environment} × ${names.length}`
      : names.join(', ');
  return versions.length > 0 ? where : `${where}: no version is pinned`;
}

function secrets({ secrets: all }: ScanReport, paint: Paint): string[] {
  const groups = tally(all, ({ mechanism }) => mechanism);
  // A Secret that stands in Git may be an empty one; what is wrong with it is a finding.
  const plainLast = [
    ...groups.filter(([mechanism]) => mechanism !== 'plain'),
    ...groups.filter(([mechanism]) => mechanism === 'plain'),
  ];
  return plainLast.flatMap(([mechanism, group]) =>
    linesOfGit(mechanism, group, secretName, paint),
  );
}

type Secret = ScanReport['secrets'][number];

function secretName({ namespace, name, target }: Secret): string {
  return `${namespace ? `${namespace}/` : ''}${name}${target ? ` for ${target}` : ''}`;
}

function secretLine(secret: Secret): string {
  return `${secret.mechanism}\n${lineOfGit(secret, secretName)}`;
}

function credentials({ credentials: all }: ScanReport, paint: Paint): string[] {
  return tally(all, ({ provider, method }) => `${provider}, ${method}`).flatMap(
    ([what, group]) => [
      `  ${clean(what)} ${group.length}`,
      ...placesIn(group, paint),
    ],
  );
}

function policies({ policies: all }: ScanReport, paint: Paint): string[] {
  return tally(all, ({ action }) => action).flatMap(([action, group]) =>
    linesOfGit(
      action,
      group,
      ({ name, engine }) => `${name} (${engine})`,
      paint,
    ),
  );
}

type Built = {
  file: string;
  line?: number;
  environment?: string;
  cluster?: string;
};

/** One block a line of Git, with the environments that build it summed up. */
function linesOfGit<T extends Built>(
  title: string,
  group: T[],
  nameOf: (fact: T) => string,
  paint: Paint,
): string[] {
  const lines = tally(group, fact => lineOfGit(fact, nameOf)).sort(
    ([a], [b]) => (a < b ? -1 : 1),
  );
  return [
    `  ${clean(title)} ${lines.length}`,
    ...cut(
      lines.map(([, builds]) => [
        ...wrap(nameOf(builds[0]), '    '),
        ...wrap(environmentsOf(builds), '      '),
        `      ${paint.dim(placeOf(builds[0]))}`,
      ]),
      shown.secrets,
      paint,
    ),
  ];
}

function lineOfGit<T extends Built>(
  fact: T,
  nameOf: (fact: T) => string,
): string {
  return `${nameOf(fact)}\n${placeOf(fact)}`;
}

/** `production × 11, staging × 3`. */
function environmentsOf(builds: Built[]): string {
  return tally(
    builds.filter(({ environment }) => environment !== undefined),
    ({ environment }) => environment ?? '',
  )
    .map(([environment, places]) =>
      places.length > 1 ? `${environment} × ${places.length}` : environment,
    )
    .join(', ');
}

function findings({ findings: all }: ScanReport, paint: Paint): string[] {
  const colours = { error: 'red', warning: 'yellow', info: 'blue' } as const;
  return severities.flatMap(severity =>
    tally(
      worstFirst(all.filter(finding => finding.severity === severity)),
      ({ rule }) => rule,
    ).flatMap(([rule, group]) => [
      `  ${paint[colours[severity]](severity)} ${paint.bold(clean(rule))} ${group.length}`,
      ...cut(
        tally(group, ({ message }) => message).map(([message, alike]) => [
          ...wrap(message, '    '),
          `      ${paint.dim(placeOf(alike[0]) + (alike.length > 1 ? ` and ${alike.length - 1} more` : ''))}`,
        ]),
        shown.places,
        paint,
        'plumbline check --severity info lists all',
      ),
    ]),
  );
}

function guesses({ guesses: all }: ScanReport, paint: Paint): string[] {
  return cut(
    all.map(({ guess, why, file, line }) => [
      ...wrap(guess, '  '),
      ...wrap(`because ${why}`, '    ').map(paint.dim),
      ...(file === undefined
        ? []
        : [`    ${paint.dim(placeOf({ file, line }))}`]),
    ]),
    shown.guesses,
    paint,
  );
}

function notRead({ skipped }: ScanReport, paint: Paint): string[] {
  return cut(
    tally(
      skipped.map(({ file, reason }) => {
        const [, line, rest] = /^line (\d+): (.*)$/s.exec(reason) ?? [];
        return line
          ? { file, line: Number(line), reason: rest }
          : { file, reason };
      }),
      ({ reason }) => reason,
    ).map(([reason, group]) => [
      ...wrap(`${reason} (${group.length})`, '  '),
      ...placesIn(group, paint),
    ]),
    shown.reasons,
    paint,
  );
}

function placesIn(
  group: { file: string; line?: number }[],
  paint: Paint,
): string[] {
  return cut(
    group.map(place => [`    ${paint.dim(placeOf(place))}`]),
    shown.places,
    paint,
  );
}

/** A path stays whole, so that it can be copied. */
function placeOf({ file, line }: { file: string; line?: number }): string {
  return `${clean(file)}${line === undefined ? '' : `:${line}`}`;
}

function cut(
  blocks: string[][],
  limit: number,
  paint: Paint,
  hint = '--json lists all',
): string[] {
  const more = blocks.length - limit;
  return [
    ...blocks.slice(0, limit).flat(),
    ...(more > 0 ? [paint.dim(`    … and ${more} more (${hint})`)] : []),
  ];
}

function percent(part: number, whole: number): string {
  return `${Math.round((part / whole) * 100)} %`;
}
