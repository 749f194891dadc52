import { Rule, ruleOf } from '@plumbline/gitops-reader';
import { version } from '../../package.json';
import { CheckReport } from './types';

const levels = { error: 'error', warning: 'warning', info: 'note' };

/** SARIF 2.1.0 as code scanning takes it. */
export function sarifOf(report: CheckReport, webUrl: string | undefined) {
  const ids = [...new Set(report.findings.map(({ rule }) => rule))].sort();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Plumbline',
            semanticVersion: version,
            informationUri: 'https://github.com/plumbline-dev/plumbline',
            rules: ids.map(id => descriptorOf(id, ruleOf(id))),
          },
        },
        // One category, whatever the file is called that is uploaded.
        automationDetails: { id: 'plumbline/' },
        columnKind: 'utf16CodeUnits',
        ...(webUrl && /^[0-9a-f]{40,64}$/.test(report.revision)
          ? {
              versionControlProvenance: [
                { repositoryUri: webUrl, revisionId: report.revision },
              ],
            }
          : {}),
        results: report.findings.map(
          ({ rule, severity, file, line, message, fix, fingerprint }) => ({
            ruleId: rule,
            ruleIndex: ids.indexOf(rule),
            level: levels[severity],
            message: {
              text: fix ? `${sentence(message)} ${sentence(fix)}` : message,
            },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: {
                    uri: uriOf(file),
                    uriBaseId: '%SRCROOT%',
                  },
                  region: { startLine: line ?? 1 },
                },
              },
            ],
            partialFingerprints: { 'plumblineFinding/v1': fingerprint },
          }),
        ),
      },
    ],
  };
}

/** Rules may end what they say with a full stop, or not. */
function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}

function descriptorOf(id: string, rule: Rule | undefined) {
  if (!rule) {
    return { id };
  }
  const { title, severity, meaning, fix } = rule;
  return {
    id,
    name: id.replace(/(?:^|-)([a-z])/g, (_, letter: string) =>
      letter.toUpperCase(),
    ),
    shortDescription: { text: title },
    fullDescription: { text: meaning },
    help: {
      text: `${meaning}\n\nTo fix it: ${fix}`,
      markdown: `${meaning}\n\n**To fix it:** ${fix}`,
    },
    helpUri: `https://github.com/plumbline-dev/plumbline/blob/main/docs/rules.md#${id}`,
    defaultConfiguration: { level: levels[severity] },
  };
}

/** A path as a relative reference: a colon in its first segment must not look like a scheme. */
function uriOf(file: string): string {
  return file.split('/').map(encodeURIComponent).join('/') || '.';
}
