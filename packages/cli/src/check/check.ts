import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  inspectDirectory,
  OpenedCheckout,
  openCommit,
} from '@plumbline/git-source';
import {
  Finding,
  readRepository,
  RepositoryFacts,
  ruleOf,
  rules,
} from '@plumbline/gitops-reader';
import { ownersOfPaths, TeamDirectory } from '@plumbline/gitops-lookup';
import { InputProblem } from '../lib/InputProblem';
import { printedFinding, severities, worstFirst } from '../lib/printed';
import { progressOf } from '../lib/progress';
import { readCheckout } from '../lib/readCheckout';
import { Io } from '../lib/Io';
import { fingerprinted, newAgainst } from './fingerprint';
import { annotationsOf } from './github';
import { sarifOf } from './sarif';
import { textOf } from './text';
import { CheckReport } from './types';

export const formats = ['text', 'json', 'sarif', 'github'] as const;

export interface CheckOptions {
  base?: string;
  format: (typeof formats)[number];
  severity: Finding['severity'];
  rule: string[];
  ignore: string[];
  output?: string;
}

/** `plumbline check`: 1 when there are findings at or above the severity, 0 otherwise. */
export async function check(
  dir: string,
  options: CheckOptions,
  io: Io,
): Promise<number> {
  const wanted = wantedRules(options);
  const base =
    options.base === undefined ? undefined : await readBase(dir, options.base);
  const { checkout, facts } = await readCheckout(
    dir,
    progressOf(io, path.basename(path.resolve(dir))),
  );
  try {
    const findings = base
      ? newAgainst(facts.findings, base.findings)
      : facts.findings;
    const ownersOf = ownersOfPaths(facts, new TeamDirectory(facts.teams));
    const chosen = findings.filter(({ rule }) => wanted(rule));
    const severe = chosen.filter(
      ({ severity }) =>
        severities.indexOf(severity) <= severities.indexOf(options.severity),
    );
    const report: CheckReport = {
      schema: 'plumbline.check/v1',
      repository: facts.repository,
      revision: facts.revision,
      ...(base && { base: base.revision }),
      severity: options.severity,
      findings: fingerprinted(
        worstFirst(severe.map(finding => printedFinding(finding, ownersOf))),
      ),
      belowSeverity: chosen.length - severe.length,
      skipped: facts.skipped.map(file => ({
        file: file.path,
        reason: file.reason,
      })),
    };
    const text = render(report, options, {
      webUrl: checkout.webUrl,
      color: io.color && options.output === undefined,
    });
    if (options.output === undefined) {
      io.stdout.write(text);
    } else {
      await writeReport(options.output, text);
      io.stderr.write(textOf(report, io.color));
    }
    return report.findings.length > 0 ? 1 : 0;
  } finally {
    await checkout.close();
  }
}

function render(
  report: CheckReport,
  { format }: CheckOptions,
  { webUrl, color }: { webUrl?: string; color: boolean },
): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(report, undefined, 2)}\n`;
    case 'sarif':
      return `${JSON.stringify(sarifOf(report, webUrl), undefined, 2)}\n`;
    case 'github':
      return annotationsOf(report);
    default:
      return textOf(report, color);
  }
}

function wantedRules({
  rule,
  ignore,
}: CheckOptions): (rule: string) => boolean {
  const named = (values: string[]) =>
    new Set(values.flatMap(value => value.split(',')).filter(Boolean));
  const only = named(rule);
  const not = named(ignore);
  for (const id of [...only, ...not]) {
    if (!ruleOf(id)) {
      throw new InputProblem(
        `There is no rule ${id}; rules are ${rules.map(known => known.id).join(', ')}`,
      );
    }
  }
  return id => (only.size === 0 || only.has(id)) && !not.has(id);
}

async function readBase(
  dir: string,
  revision: string,
): Promise<RepositoryFacts> {
  const { git, name } = await inspectDirectory(dir);
  if (!git?.top) {
    throw new InputProblem(
      `${dir} is not the top of a git checkout, which --base needs`,
    );
  }
  const opened: OpenedCheckout = await openCommit({
    gitDir: git.gitDir,
    revision,
    repository: name,
  });
  try {
    return await readRepository(opened.tree);
  } finally {
    await opened.close();
  }
}

async function writeReport(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new InputProblem(
      `Could not write ${file}: ${error instanceof Error ? error.message : error}`,
    );
  }
}
