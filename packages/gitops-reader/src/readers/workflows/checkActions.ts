import { JsonObject } from '../../facts';
import { textAt } from '../../lib/json';
import { CiStep } from './ci';
import { policyChecks } from './shell';

/** What an action checks manifests with, and whether it passes over what it finds. */
export interface CheckAction {
  command: string;
  mayFail: boolean;
}

type Check = (inputs: JsonObject) => CheckAction | undefined;

const check =
  (command: string): Check =>
  () => ({ command, mayFail: false });

/** Whether Trivy is to look at configuration, too, where it looks at files. */
function looksAtConfig(inputs: JsonObject): boolean {
  return (
    /^(fs|repo|rootfs)$/.test(textAt(inputs, 'scan-type') ?? '') &&
    /\b(mis)?config\b/.test(
      textAt(inputs, 'scanners') ?? textAt(inputs, 'security-checks') ?? '',
    )
  );
}

const actions = new Map<string, Check>([
  [
    'bridgecrewio/checkov-action',
    inputs => ({
      command: 'checkov',
      mayFail: textAt(inputs, 'soft_fail') === 'true',
    }),
  ],
  [
    'aquasecurity/trivy-action',
    inputs =>
      textAt(inputs, 'scan-type') === 'config' || looksAtConfig(inputs)
        ? {
            command: 'trivy config',
            // It ends well whatever it finds, unless it is told what to end with.
            mayFail: /^0?$/.test(textAt(inputs, 'exit-code') ?? ''),
          }
        : undefined,
  ],
  ['stackrox/kube-linter-action', check('kube-linter lint')],
  ['instrumenta/conftest-action', check('conftest test')],
  ['instrumenta/kubeval-action', check('kubeval')],
  ['nlamirault/helm-kubeconform-action', check('kubeconform')],
  ['kubescape/github-action', check('kubescape scan')],
  ['datreeio/action-datree', check('datree test')],
  ['tenable/terrascan-action', check('terrascan scan')],
  ['accurics/terrascan-action', check('terrascan scan')],
]);

/** The check that an action makes: one that is known, or an image of a tool (`docker://ghcr.io/yannh/kubeconform`). */
export function checkOfAction({
  uses,
  inputs,
}: CiStep): CheckAction | undefined {
  if (uses?.startsWith('docker://')) {
    const image = uses.slice('docker://'.length);
    return policyChecks(
      `docker run ${image} ${textAt(inputs, 'args') ?? ''}`,
    )[0];
  }
  return uses === undefined ? undefined : actions.get(uses)?.(inputs);
}
