import { JsonObject } from '../../facts';
import { textAt } from '../../lib/json';

/** The command that a step comes to, as the shell would have it. */
type Command = (inputs: JsonObject) => string | undefined;

const apply = 'kubectl apply -f .';
const upgrade = 'helm upgrade --install';

/** A step that writes unless its input says that it does something else. */
const unless =
  (command: string, input: string, others: RegExp): Command =>
  inputs =>
    others.test(textAt(inputs, input) ?? '') ? undefined : command;

/** A step that is given the command, or what follows its first word. */
const given =
  (input: string, before = ''): Command =>
  inputs => {
    const text = textAt(inputs, input);
    return text === undefined ? undefined : `${before}${text}`;
  };

const actions = new Map<string, Command>([
  ['azure/k8s-deploy', unless(apply, 'action', /^reject$/)],
  ['deliverybot/helm', unless(upgrade, 'task', /^remove$/)],
  ['actions-hub/kubectl', given('args', 'kubectl ')],
  ['steebchen/kubectl', given('command', 'kubectl ')],
  ['koslib/helm-eks-action', given('command')],
  ['wyrihaximus/github-action-helm3', given('exec')],
  ['stefanprodan/kube-tools', given('command')],
]);

const tasks = new Map<string, Command>([
  [
    'kubernetesmanifest',
    unless(apply, 'action', /^(bake|createSecret|reject)$/),
  ],
  [
    'kubernetes',
    inputs =>
      `kubectl ${textAt(inputs, 'command') ?? 'apply'} ${textAt(inputs, 'arguments') ?? '-f .'}`,
  ],
  [
    'helmdeploy',
    inputs =>
      `helm ${textAt(inputs, 'command') ?? 'ls'} ${textAt(inputs, 'arguments') ?? ''}`,
  ],
]);

/** What a step of a GitHub workflow comes to whose action works on a cluster. */
export function commandOfAction(
  uses: string | undefined,
  inputs: JsonObject,
): string | undefined {
  return uses === undefined ? undefined : actions.get(uses)?.(inputs);
}

/** What a task of Azure Pipelines that works on a cluster comes to: `KubernetesManifest@1`. */
export function commandOfTask(
  task: string | undefined,
  inputs: JsonObject,
): string | undefined {
  return task === undefined
    ? undefined
    : tasks.get(task.split('@')[0].toLowerCase())?.(inputs);
}
