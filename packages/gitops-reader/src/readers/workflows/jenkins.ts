import { ParsedFile } from '../reader';
import { LineIndex } from '../../yaml';
import {
  CredentialCollector,
  inVariables,
  mergeCredentials,
} from './credentials';
import { PipelineJob } from './gitlab';
import { providerOfName, providerOfSecret } from './providers';

/** Calls that say by themselves what the credential is that they ask for. */
const bindings: [call: RegExp, provider: string][] = [
  [/AmazonWebServicesCredentialsBinding|\baws\s*\(|withAWS\s*\(|^ecr:/, 'aws'],
  [/azureServicePrincipal|withAzureCredentials/, 'azure'],
  [
    /withKubeConfig|withKubeCredentials|kubeconfigFile|kubeconfigContent/,
    'kubernetes',
  ],
  [/Vault\w*CredentialBinding|withVault|vaultCredentialId/, 'vault'],
  [/withDockerRegistry|docker\.withRegistry/, 'registry'],
];

/** Where a credential that Jenkins keeps is named. A user and a password, `x:y`, are no name, and no variable `X_CREDENTIALS` has to hold one. */
const named =
  /(?:credentialsId\s*[:(=]|(?<!\w)credentials\s*[:(]|vaultCredentialId\s*[:=]|azureServicePrincipal\s*\(|docker\.withRegistry\s*\([^,()\n]{1,300},)\s*['"]((?:ecr:(?:[\w-]{1,40}:)?)?[\w./-]{1,200})['"]/gi;

/** Variables that a binding puts its parts into. */
const variable = /\b\w*[vV]ariable\s*:\s*['"](\w{1,100})['"]/g;

/** Where a command begins. No part of it can match what the one before it gave up, so that it is done soon with any text. */
const commands =
  /\b(?:sh|bat|pwsh|powershell)\b[ \t]{0,20}(?:\(\s{0,50})?(?:(?!script)\w{1,40}\s{0,10}:\s{0,10}[\w'"-][\w'" -]{0,99},\s{0,50}){0,8}(?:script\s{0,10}:\s{0,10})?("""|'''|"|')/g;

/** So much of a call or a command is looked at. */
const longest = 2_000;
/** No pipeline asks for more credentials, or runs more commands. */
const most = 1_000;

/** A text whose comments are blank, so that its lines stay where they are. */
function withoutComments(text: string): string {
  let inComment = false;
  return text
    .split('\n')
    .map(line => {
      // Further in, it is a pattern of paths.
      inComment ||= /^\s*\/\*/.test(line);
      const isComment = inComment || /^\s*\/\//.test(line);
      inComment &&= !line.includes('*/');
      return isComment ? '' : line;
    })
    .join('\n');
}

/** Where the bracket that holds each of some places opens, and where that which holds it does. */
function bracketsAround(
  text: string,
  places: readonly number[],
): [inner: number, outer: number][] {
  const open: number[] = [];
  const found: [number, number][] = [];
  let at = 0;
  for (const place of places) {
    for (; at < place; at++) {
      if (text[at] === '(' || text[at] === '[') {
        open.push(at);
      } else if (text[at] === ')' || text[at] === ']') {
        open.pop();
      }
    }
    found.push([open.at(-1) ?? -1, open.at(-2) ?? -1]);
  }
  return found;
}

/** The word before an opening bracket. */
function wordBefore(text: string, open: number): string {
  const before = text.slice(Math.max(0, open - 110), Math.max(0, open));
  return /[\w.]{0,100}\s{0,10}$/.exec(before)?.[0].trim() ?? '';
}

/** What stands in a bracket, up to the next one that closes, behind the word that it belongs to. */
function callAt(text: string, inner: number, outer: number): string {
  if (inner < 0) {
    return '';
  }
  // `withKubeConfig([credentialsId: 'x'])`
  const isFirst =
    inner - outer < 20 && text.slice(outer + 1, inner).trim() === '';
  const word =
    wordBefore(text, inner) || (isFirst ? wordBefore(text, outer) : '');
  const rest = text.slice(inner + 1, inner + longest);
  const end = rest.search(/[)\]]/);
  return `${word}(${end < 0 ? rest : rest.slice(0, end)}`;
}

/** The name of the variable that is given a credential: `NAME = credentials('x')`. */
const assigned = /(\w{1,100})\s*=\s*$/;

/** What a Jenkinsfile asks Jenkins for, and the commands that it runs, as one job. */
export function jenkinsJobs(file: ParsedFile): PipelineJob[] {
  const text = withoutComments(file.text ?? '');
  const index = new LineIndex(text);
  const found = new CredentialCollector(1, inVariables);
  const matches = [...text.matchAll(named)].slice(0, most);
  const brackets = bracketsAround(
    text,
    matches.map(({ index: at }) => at),
  );
  for (const [position, { 0: match, 1: id, index: at }] of matches.entries()) {
    const [inner, outer] = brackets[position];
    const call = `${callAt(text, inner, outer)} ${match}`;
    const names = [...call.matchAll(variable)].map(([, name]) => name);
    const own = assigned.exec(text.slice(Math.max(0, at - 120), at))?.[1];
    const provider =
      bindings.find(([form]) => form.test(id) || form.test(call))?.[1] ??
      [...names, ...(own === undefined ? [] : [own])]
        .map(providerOfName)
        .find(name => name !== undefined) ??
      providerOfSecret(id);
    if (provider) {
      found.login(
        provider,
        'static',
        'a credential that Jenkins keeps',
        index.lineAt(at),
        { secrets: [id] },
      );
    }
  }
  return [
    {
      script: commandsOf(text, index),
      mayFail: false,
      credentials: mergeCredentials(found.found),
    },
  ];
}

function commandsOf(text: string, index: LineIndex): PipelineJob['script'] {
  return [...text.matchAll(commands)].slice(0, most).flatMap(match => {
    const from = match.index + match[0].length;
    const rest = text.slice(from, from + longest);
    const end = rest.indexOf(match[1]);
    return end < 0
      ? []
      : [{ text: rest.slice(0, end), line: index.lineAt(from) }];
  });
}
