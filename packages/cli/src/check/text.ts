import { clean, count, paintFor, wrap } from '../lib/text';
import { CheckReport } from './types';

const colours = { error: 'red', warning: 'yellow', info: 'blue' } as const;

/** For people: each finding with its place, its owners and how to fix it. */
export function textOf(report: CheckReport, color: boolean): string {
  const paint = paintFor(color);
  const lines = report.findings.flatMap(
    ({ severity, rule, file, line, message, fix, owners }) => [
      `${clean(file)}${line === undefined ? '' : `:${line}`}  ${paint[colours[severity]](severity)} ${paint.bold(rule)}`,
      ...wrap(message, '  '),
      ...wrap(fix ?? '', '  ').map(paint.dim),
      ...(owners.length > 0
        ? [
            `  ${paint.dim(`owner ${clean(owners.map(({ team }) => team).join(', '))}`)}`,
          ]
        : []),
      '',
    ],
  );
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
