import { clean } from '../lib/text';
import { CheckReport } from './types';

const commands = { error: 'error', warning: 'warning', info: 'notice' };

/** Workflow commands, which GitHub Actions shows beside the changed lines. */
export function annotationsOf({ findings }: CheckReport): string {
  return findings
    .map(({ severity, rule, file, line, message, fix }) => {
      const properties = [
        `file=${property(file)}`,
        ...(line === undefined ? [] : [`line=${line}`]),
        `title=${property(rule)}`,
      ];
      const text = fix ? `${clean(message)}\n${clean(fix)}` : clean(message);
      return `::${commands[severity]} ${properties.join(',')}::${data(text)}\n`;
    })
    .join('');
}

function data(text: string): string {
  return text
    .replaceAll('%', '%25')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
