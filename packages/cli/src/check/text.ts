import { PrintedFinding } from '../lib/printed';
import { tallyInOrder } from '../lib/tally';
import { clean, count, paintFor, wrap } from '../lib/text';
import { CheckReport } from './types';

function placeOf({ file, line }: PrintedFinding): string {
  return `${clean(file)}${line === undefined ? '' : `:${line}`}`;
}

function ownersIn({ owners }: PrintedFinding): string {
  return owners.length > 0
    ? `owner ${clean(owners.map(({ team }) => team).join(', '))}`
    : '';
}

const colours = { error: 'red', warning: 'yellow', info: 'blue' } as const;

/** For people: each finding with its place, its owners and how to fix it. What is wrong in many places is said once. */
export function textOf(report: CheckReport, color: boolean): string {
  const paint = paintFor(color);
  const alike = tallyInOrder(report.findings, ({ rule, severity, message }) =>
    JSON.stringify([rule, severity, message]),
  );
  const lines = alike.flatMap(([, [first, ...others]]) => {
    const { severity, rule, message, fix } = first;
    const owners = ownersIn(first);
    return [
      `${placeOf(first)}  ${paint[colours[severity]](severity)} ${paint.bold(rule)}`,
      ...wrap(message, '  '),
      ...wrap(fix ?? '', '  ').map(paint.dim),
      ...(owners ? [`  ${paint.dim(owners)}`] : []),
      ...others.map(
        other =>
          `  ${paint.dim(['also', placeOf(other), ownersIn(other)].filter(Boolean).join(' '))}`,
      ),
      '',
    ];
  });
  const { base, findings, belowSeverity, skipped, severity } = report;
  const since = base ? ` since ${base.slice(0, 12)}` : '';
  const level = severity === 'info' ? '' : ` at ${severity} or above`;
  lines.push(
    paint.bold(
      findings.length > 0
        ? `${count(findings.length, 'finding')}${level}${since}`
        : `No finding${level}${since}`,
    ),
  );
  if (belowSeverity > 0) {
    lines.push(`${belowSeverity} below it: --severity info lists them`);
  }
  if (skipped.length > 0) {
    lines.push(
      `${count(skipped.length, 'file')} could not be read in full: plumbline scan tells why`,
    );
  }
  return `${lines.join('\n')}\n`;
}
