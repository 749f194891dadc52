/** A command of a shell script that matters here. */
export interface ShellCommand {
  /** Without arguments: `kubectl apply`, `conftest test`. */
  command: string;
  /** Position of its line within the script, from 0. */
  line: number;
  /** A failure of it is passed over (`|| true`). */
  mayFail: boolean;
}

/** Where a command may start: a line, a pipe, a condition. */
const start =
  '(?:^|[;&|(`!{]|\\b(?:then|do|else|sudo|exec|time)\\b)\\s*(?:-\\s+)?';

const writes = new RegExp(
  `${start}((?:kubectl|oc)\\s+(?:-\\S+\\s+(?!apply|create|patch|set|edit|delete|replace|scale|rollout)\\S+\\s+)*(?:apply|create|patch|set|edit|delete|replace|scale|rollout\\s+(?:restart|undo))\\b|helm\\s+(?:upgrade|install|rollback|uninstall)\\b|helmfile\\s+(?:[^|;&]*\\s)?(?:apply|sync|destroy)\\b|kapp\\s+deploy\\b|skaffold\\s+(?:run|deploy)\\b)`,
);

const checks = new RegExp(
  `${start}((?:kyverno|kubectl\\s+kyverno)\\s+(?:apply|test)\\b|conftest\\s+(?:test|verify)\\b|gator\\s+(?:test|verify)\\b|opa\\s+(?:eval|test)\\b|kubeconform\\b|kubeval\\b|kube-linter\\s+lint\\b|kube-score\\s+score\\b|polaris\\s+audit\\b|checkov\\s+(?:-d|--directory|-f|--file)\\b|datree\\s+test\\b|trivy\\s+(?:config|conf)\\b|kubescape\\s+scan\\b|pluto\\s+detect(?:-\\w+)?\\b|terrascan\\s+scan\\b|helm\\s+lint\\b|argocd\\s+app\\s+diff\\b|flux\\s+(?:build|diff)\\b|chainsaw\\s+test\\b)`,
);

/** What makes a test cluster that is gone when the job ends. */
const testCluster =
  /\b(kind\s+create\s+cluster|k3d\s+cluster\s+create|minikube\s+start|ct\s+install|kwokctl\s+create|ctlptl\s+create|k3s\s+server|crc\s+start|vcluster\s+create)\b|\bkind\s+(load|export)\b|get\.k3s\.io/;

const testClusterAction =
  /^(helm\/kind-action|engineerd\/setup-kind|container-tools\/kind-action|medyagh\/setup-minikube|manusa\/actions-setup-minikube|nolar\/setup-k3d-k3s|absaoss\/k3d-action|jupyterhub\/action-k3s-helm|chainguard-dev\/actions\/setup-kind|replicatedhq\/.*cluster)/;

/** Whether a step makes a cluster for the length of the job. */
export function makesTestCluster(uses = '', run = ''): boolean {
  return testClusterAction.test(uses) || testCluster.test(run);
}

const lenient =
  /\|\|\s*(true|:|echo\b|exit 0)|--soft-fail|--audit-warn|--exit-code[ =]0\b/;

function* commandsIn(script: string, pattern: RegExp): Generator<ShellCommand> {
  // A command that goes on in the next line is one.
  let joined = '';
  let from = 0;
  const lines = script.split('\n');
  for (const [position, line] of lines.entries()) {
    if (joined === '') {
      from = position;
    }
    if (
      line.endsWith('\\') &&
      joined.length < 2000 &&
      position + 1 < lines.length
    ) {
      joined += `${line.slice(0, -1)} `;
      continue;
    }
    const whole = joined + line;
    joined = '';
    const found = pattern.exec(commandsOfLine(whole.slice(0, 2000)));
    if (found) {
      yield {
        command: shortCommand(found[1]),
        line: from,
        mayFail: lenient.test(whole),
      };
    }
  }
}

/** The tool and its verb, without what stands between them. */
function shortCommand(text: string): string {
  const words = text.trim().split(/\s+/);
  const verb = words.at(-1) ?? '';
  const own = verb === 'restart' || verb === 'undo' ? `rollout ${verb}` : verb;
  const nested = ['argocd app', 'kubectl kyverno'].find(prefix =>
    words.join(' ').startsWith(`${prefix} `),
  );
  return words.length === 1 ? words[0] : `${nested ?? words[0]} ${own}`;
}

/** What is printed is no command, but for what it is piped into. */
function commandsOfLine(line: string): string {
  if (/^\s*#/.test(line)) {
    return '';
  }
  return /^\s*(echo|printf)\b/.test(line)
    ? line.slice(
        line.lastIndexOf(' | ') < 0 ? line.length : line.lastIndexOf(' | ') + 1,
      )
    : line;
}

/** Commands that change a cluster. What only pretends to is none. */
export function clusterWrites(script: string): ShellCommand[] {
  const lines = script.split('\n');
  return [...commandsIn(script, writes)].filter(
    ({ line }) => !/--dry-run/.test(lines.slice(line, line + 8).join('\n')),
  );
}

/** Commands that hold manifests against rules. */
export function policyChecks(script: string): ShellCommand[] {
  return [...commandsIn(script, checks)];
}
