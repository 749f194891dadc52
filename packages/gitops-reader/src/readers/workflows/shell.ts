import { Shell, shellCommands } from './shellWords';

/** A command of a shell script that matters here. */
export interface ShellCommand {
  /** Without arguments: `kubectl apply`, `conftest test`. */
  command: string;
  /** Position of its line within the script, from 0. */
  line: number;
  /** A failure of it is passed over (`|| true`). */
  mayFail: boolean;
}

const clusterVerbs = [
  'apply',
  'create',
  'patch',
  'set',
  'edit',
  'delete',
  'replace',
  'scale',
  'rollout restart',
  'rollout undo',
];

/** Commands that change a cluster. */
const writes = new Set([
  ...['kubectl', 'oc'].flatMap(tool =>
    clusterVerbs.map(verb => `${tool} ${verb}`),
  ),
  ...['helm', 'helm secrets'].flatMap(tool =>
    ['upgrade', 'install', 'rollback', 'uninstall'].map(
      verb => `${tool} ${verb}`,
    ),
  ),
  'helmfile apply',
  'helmfile sync',
  'helmfile destroy',
  'kapp deploy',
  'skaffold run',
  'skaffold deploy',
]);

/** Commands that hold manifests against rules. */
const checks = new Set([
  'kyverno apply',
  'kyverno test',
  'kubectl kyverno apply',
  'kubectl kyverno test',
  'conftest test',
  'conftest verify',
  'gator test',
  'gator verify',
  'opa eval',
  'opa test',
  'kubeconform',
  'kubeval',
  'kube-linter lint',
  'kube-score score',
  'polaris audit',
  'checkov',
  'datree test',
  'trivy config',
  'trivy conf',
  'kubescape scan',
  'pluto detect',
  'pluto detect-files',
  'pluto detect-helm',
  'pluto detect-all-in-cluster',
  'terrascan scan',
  'helm lint',
  'argocd app diff',
  'flux build',
  'flux diff',
  'chainsaw test',
]);

/** The first words after each tool that is known. */
const verbs = new Map<string, Set<string>>();
for (const command of [...writes, ...checks]) {
  const [tool, verb] = command.split(' ');
  const known = verbs.get(tool) ?? new Set();
  verbs.set(tool, verb === undefined ? known : known.add(verb));
}

/** What makes a test cluster that is gone when the job ends. */
const testCluster =
  /\b(kind\s+create\s+cluster|k3d\s+cluster\s+create|minikube\s+start|ct\s+install|kwokctl\s+create|ctlptl\s+create|k3s\s+server|crc\s+start|vcluster\s+create)\b|\bkind\s+(load|export)\b|get\.k3s\.io/;

const testClusterAction =
  /^(helm\/kind-action|engineerd\/setup-kind|container-tools\/kind-action|medyagh\/setup-minikube|manusa\/actions-setup-minikube|nolar\/setup-k3d-k3s|absaoss\/k3d-action|jupyterhub\/action-k3s-helm|chainguard-dev\/actions\/setup-kind|replicatedhq\/.*cluster)/;

/** Whether a step makes a cluster for the length of the job. */
export function makesTestCluster(uses = '', run = ''): boolean {
  return testClusterAction.test(uses) || testCluster.test(run);
}

/** What goes before a command without being one. */
const wrappers = new Set([
  ...['!', '-', 'if', 'then', 'elif', 'else', 'while', 'until', 'do'],
  ...['sudo', 'exec', 'time', 'command', 'env', 'nohup', 'nice', 'timeout'],
  ...['xargs', 'retry'],
]);

const shells = new Set(['bash', 'sh', 'zsh', 'ash', 'eval', 'ssh']);
/** Shells that start shells: nobody has more of them in one another. */
const deepestShell = 3;

const containers = new Set(['docker', 'podman', 'nerdctl']);

/** `/usr/bin/kubectl` is kubectl. */
const programOf = (word: string) =>
  word.slice(word.lastIndexOf('/') + 1).replace(/\.exe$/, '');

/** `ghcr.io/yannh/kubeconform:v0.6` runs kubeconform. */
const programOfImage = (word: string) =>
  word.includes(':/') ? '' : programOf(word.split('@')[0]).split(':')[0];

/** A command from the name of its program on. */
export function programWords(words: readonly string[]): readonly string[] {
  let at = 0;
  let wrapped = false;
  for (; at < words.length; at++) {
    const word = words[at];
    const isWrapper = wrappers.has(word);
    wrapped ||= isWrapper;
    if (
      !isWrapper &&
      !/^[A-Za-z_]\w*=/.test(word) &&
      // `timeout 5m`, `xargs -n 1 -I {}`
      !(wrapped && /^(-.*|\d+[smh]?|[{}%@]+)$/.test(word))
    ) {
      break;
    }
  }
  const [first = '', ...rest] = words.slice(at);
  const tool = programOf(first);
  if (containers.has(tool)) {
    const image = rest.includes('run')
      ? rest.findIndex(word => verbs.has(programOfImage(word)))
      : -1;
    return image < 0
      ? [tool, ...rest]
      : [programOfImage(rest[image]), ...rest.slice(image + 1)];
  }
  return [tool, ...rest];
}

/** The words of a command that are neither flags nor, as far as anybody can tell, what flags are given. */
function plainWords(
  words: readonly string[],
  known: ReadonlySet<string>,
): string[] {
  const plain: string[] = [];
  for (let at = 0; at < words.length && plain.length < 2; at++) {
    const word = words[at];
    if (!word.startsWith('-')) {
      plain.push(word);
    } else if (!word.includes('=') && !known.has(words[at + 1])) {
      at += words[at + 1]?.startsWith('-') ? 0 : 1;
    }
  }
  return plain;
}

/** The one of some commands that this is. */
function commandAmong(
  [tool, ...rest]: readonly string[],
  wanted: ReadonlySet<string>,
): string | undefined {
  const known = verbs.get(tool);
  if (!known) {
    return undefined;
  }
  // A plugin takes its verb from among those of others.
  const plain = plainWords(rest, known);
  return [[tool, ...plain], [tool, ...plain.slice(0, 1)], [tool]]
    .map(words => words.join(' '))
    .find(name => wanted.has(name));
}

const lenient = /^[^;&]*\|\|\s*(true|:|echo\b|exit 0)/;
const lenientFlags = /^--(soft-fail|audit-warn|exit-code=0)$|^--exit-code 0$/;

/** Trivy ends well whatever it finds, unless it is told what to end with. */
function isLenient(command: string, words: readonly string[], then: string) {
  const given = words.map((word, at) =>
    word === '--exit-code' ? `${word} ${words[at + 1]}` : word,
  );
  return (
    lenient.test(then) ||
    given.some(word => lenientFlags.test(word)) ||
    (command.startsWith('trivy ') &&
      !given.some(word => word.startsWith('--exit-code')))
  );
}

/** `kubeconform -v` checks nothing, `checkov` without files neither. */
function isIdle(command: string, words: readonly string[]): boolean {
  return command === 'checkov'
    ? !words.some(word => /^(-d|-f|--directory|--file)(=|$)/.test(word))
    : !command.includes(' ') &&
        /^(-v|-V|-h|--version|--help|version)$/.test(words[1] ?? '');
}

/** A trial run changes nothing. */
const isTrial = (words: readonly string[]) =>
  words.some(word => /--(server-)?dry-run(?!=(none|false)\b)/.test(word));

function* commandsIn(
  script: string,
  wanted: ReadonlySet<string>,
  depth = 0,
): Generator<ShellCommand & { words: readonly string[] }> {
  for (const { words: written, line, then } of shellCommands(script)) {
    const words = programWords(written);
    if (shells.has(words[0])) {
      const inner = words.slice(1).filter(word => /\s/.test(word));
      for (const text of depth < deepestShell ? inner : []) {
        for (const command of commandsIn(text, wanted, depth + 1)) {
          yield { ...command, line: line + command.line };
        }
      }
      continue;
    }
    const command = commandAmong(words, wanted);
    if (command !== undefined) {
      yield { command, line, mayFail: isLenient(command, words, then), words };
    }
  }
}

/** A command of a program that is asked for. */
export interface ShellRun extends Omit<ShellCommand, 'command'> {
  /** From the name of the program on. */
  words: readonly string[];
  /** What stands before that: variables for this command alone, `sudo`. */
  assigned: readonly string[];
  shell: Shell;
}

/** Commands of these programs, of a script that a shell runs. */
export function runsOf(
  script: string,
  programs: ReadonlySet<string>,
  shell: Shell,
): ShellRun[] {
  return shellCommands(script, shell).flatMap(
    ({ words: written, line, then, shell: own }) => {
      const words = programWords(written);
      return programs.has(words[0])
        ? [
            {
              words,
              assigned: written.slice(0, written.length - words.length),
              line,
              mayFail: lenient.test(then),
              shell: own,
            },
          ]
        : [];
    },
  );
}

/** Commands that change a cluster. What only pretends to is none. */
export function clusterWrites(script: string): ShellCommand[] {
  return [...commandsIn(script, writes)]
    .filter(({ words }) => !isTrial(words))
    .map(({ words, ...command }) => command);
}

/** Commands that hold manifests against rules. */
export function policyChecks(script: string): ShellCommand[] {
  return [...commandsIn(script, checks)]
    .filter(({ command, words }) => !isIdle(command, words))
    .map(({ words, ...command }) => command);
}
