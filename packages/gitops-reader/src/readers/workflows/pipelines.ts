import { JsonObject, JsonValue } from '../../facts';
import { isObject, listAt, objectAt, textAt } from '../../lib/json';
import { LineTree, ParsedFile, YamlDocument } from '../reader';
import {
  CredentialCollector,
  inVariables,
  mergeCredentials,
  Path,
} from './credentials';
import { commandOfTask } from './deployActions';
import { CommandLogins, StoredIn } from './logins';
import { storedInPipeline } from './pipelineSecrets';
import { providerOfScript } from './providers';
import { PipelineJob } from './gitlab';

/** Whether CircleCI takes the file for a configuration, or people keep parts of one in it. */
export function isCircleFile(path: string): boolean {
  return /^\.circleci\/(?:[^/]+\/)*[^/]+\.ya?ml$/.test(path);
}

/** Whether the file is a pipeline of Azure DevOps by its name or its folder, which is a custom alone. */
export function isAzureFile(path: string): boolean {
  return /(^|\/)\.?azure-pipelines?[^/]*\.ya?ml$|^(\.?(azure-?pipelines|azuredevops)|\.(devops|ado|azdo|pipelines))\/(?:[^/]+\/)*[^/]+\.ya?ml$/.test(
    path,
  );
}

/** Whether Bitbucket runs the file. */
export function isBitbucketFile(path: string): boolean {
  return /^bitbucket-pipelines\.ya?ml$/.test(path);
}

/** Lists of steps below one another: no pipeline has them deeper. */
const deepest = 12;

/** Tokens of a run's identity: of CircleCI, of Bitbucket, and of a service connection of Azure without a secret. */
const tokens =
  /\$\{?(CIRCLE_OIDC_TOKEN(_V2)?|BITBUCKET_STEP_OIDC_TOKEN|idToken|SYSTEM_OIDCREQUESTURI)\b|\$env:(idToken|SYSTEM_OIDCREQUESTURI)\b/;

/** What one step of a pipeline says. */
class StepFacts extends CredentialCollector {
  readonly script: PipelineJob['script'] = [];
  readonly #logins = new CommandLogins();
  readonly #stored: StoredIn;

  constructor(lines: LineTree, stored: StoredIn) {
    super(lines, inVariables);
    this.#stored = stored;
  }

  command(text: string | undefined, path: Path): void {
    if (text === undefined) {
      return;
    }
    const line = this.lineOfText(text, path);
    this.script.push({ text, line });
    this.commands(text, line);
    this.commandLogins(text, line, this.#logins, this.#stored);
    text.split('\n').forEach((part, position) => {
      if (!/^\s*#/.test(part) && tokens.test(part)) {
        this.login(
          providerOfScript(text),
          'oidc',
          'the identity token of the run',
          line + position,
        );
      }
    });
  }

  /** Variables of a step, among them those that ask for its identity. */
  inputs(values: JsonObject | undefined, path: Path): void {
    this.variables(values, path);
    for (const key of Object.keys(values ?? {})) {
      if (
        /^(AWS_)?(OIDC_ROLE_ARN|OIDC_ROLE)$/i.test(key) &&
        textAt(values, key)
      ) {
        this.login('aws', 'oidc', key, this.lineAt([...path, key]));
      }
    }
  }
}

/** Makes what gathers the facts of a job or a step of a document. */
function factsIn({ value, lines }: YamlDocument): () => StepFacts {
  const stored = storedInPipeline(value);
  return () => new StepFacts(lines, stored);
}

function jobOf(name: string, facts: StepFacts, mayFail = false): PipelineJob {
  return {
    name,
    script: facts.script,
    mayFail,
    credentials: mergeCredentials(facts.found),
  };
}

/** Jobs and commands of a configuration of CircleCI. */
export function circleJobs(file: ParsedFile): PipelineJob[] {
  return file.documents.flatMap(document => {
    const { value } = document;
    const begin = factsIn(document);
    return ['jobs', 'commands', 'executors'].flatMap(field =>
      Object.keys(objectAt(value, field) ?? {}).map(name => {
        const facts = begin();
        const path = [field, name];
        const job = objectAt(value, ...path);
        facts.inputs(objectAt(job, 'environment'), [...path, 'environment']);
        listAt(job, 'docker').forEach((image, at) =>
          facts.inputs(objectAt(image, 'auth'), [
            ...path,
            'docker',
            at,
            'auth',
          ]),
        );
        circleSteps(listAt(job, 'steps'), [...path, 'steps'], facts, 0);
        return jobOf(name, facts);
      }),
    );
  });
}

function circleSteps(
  steps: JsonValue[],
  path: Path,
  facts: StepFacts,
  depth: number,
): void {
  if (depth > deepest) {
    return;
  }
  steps.forEach((step, at) => {
    if (typeof step === 'string') {
      orbLogin(step, {}, [...path, at], facts);
    }
    if (!isObject(step)) {
      return;
    }
    for (const name of Object.keys(step)) {
      const own = [...path, at, name];
      if (name === 'run') {
        facts.command(textAt(step, 'run'), own);
        facts.command(textAt(step, 'run', 'command'), [...own, 'command']);
        facts.inputs(objectAt(step, 'run', 'environment'), [
          ...own,
          'environment',
        ]);
        continue;
      }
      const inputs = objectAt(step, name) ?? {};
      orbLogin(name, inputs, own, facts);
      for (const nested of ['steps', 'auth', 'pre-steps', 'post-steps']) {
        circleSteps(listAt(inputs, nested), [...own, nested], facts, depth + 1);
      }
    }
  });
}

/** Commands of the orbs that log in, by the input that decides. */
function orbLogin(
  command: string,
  inputs: JsonObject,
  path: Path,
  facts: StepFacts,
): void {
  const lineOfInput = (input: string) =>
    facts.lineAt(inputs[input] === undefined ? path : [...path, input]);
  switch (command) {
    case 'aws-cli/setup':
    case 'aws-cli/assume_role_with_web_identity': {
      const role = ['role_arn', 'role-arn'].find(
        input => textAt(inputs, input) !== undefined,
      );
      facts.login(
        'aws',
        role ? 'oidc' : 'static',
        `${command}: ${role ?? 'keys'}`,
        lineOfInput(role ?? 'aws_access_key_id'),
      );
      break;
    }
    case 'gcp-cli/setup':
    case 'gcp-cli/initialize': {
      const federated = textAt(inputs, 'use_oidc') === 'true';
      facts.login(
        'gcp',
        federated ? 'oidc' : 'static',
        `${command}: ${federated ? 'use_oidc' : 'a service account key'}`,
        lineOfInput(federated ? 'use_oidc' : 'gcloud_service_key'),
      );
      break;
    }
    case 'azure-cli/login-with-service-principal':
    case 'azure-cli/login-with-user':
      facts.login('azure', 'static', command, facts.lineAt(path));
      break;
    case 'kubernetes/install-kubeconfig':
      facts.login('kubernetes', 'static', command, lineOfInput('kubeconfig'));
      break;
    case 'docker/check':
      facts.login('registry', 'static', command, facts.lineAt(path));
      break;
    default:
  }
}

const azureScripts = ['script', 'bash', 'pwsh', 'powershell'];

/**
 * Jobs of a pipeline of Azure DevOps. Service connections are kept outside of Git, and whether there is a secret behind
 * one is not told here.
 */
export function azureJobs(file: ParsedFile): PipelineJob[] {
  const jobs: PipelineJob[] = [];
  const visit = (
    value: JsonValue | undefined,
    path: Path,
    begin: () => StepFacts,
    name: string,
    depth: number,
  ) => {
    if (!isObject(value) || depth > deepest) {
      return;
    }
    const own =
      textAt(value, 'job') ??
      textAt(value, 'deployment') ??
      textAt(value, 'stage') ??
      name;
    const steps = listAt(value, 'steps');
    if (steps.length > 0) {
      const facts = begin();
      steps.forEach((step, at) =>
        azureStep(step, [...path, 'steps', at], facts),
      );
      jobs.push(jobOf(own, facts, textAt(value, 'continueOnError') === 'true'));
    }
    for (const list of ['stages', 'jobs']) {
      listAt(value, list).forEach((inner, at) =>
        visit(inner, [...path, list, at], begin, own, depth + 1),
      );
    }
    for (const inner of [
      'strategy',
      'runOnce',
      'rolling',
      'canary',
      'preDeploy',
      'deploy',
      'routeTraffic',
      'postRouteTraffic',
      'on',
      'success',
      'failure',
    ]) {
      visit(value[inner], [...path, inner], begin, own, depth + 1);
    }
  };
  for (const document of file.documents) {
    visit(document.value, [], factsIn(document), 'default', 0);
  }
  return jobs;
}

function azureStep(step: JsonValue, path: Path, facts: StepFacts): void {
  for (const field of azureScripts) {
    facts.command(textAt(step, field), [...path, field]);
  }
  for (const field of ['inlineScript', 'script']) {
    facts.command(textAt(step, 'inputs', field), [...path, 'inputs', field]);
  }
  const inputs = objectAt(step, 'inputs') ?? {};
  const deploys = commandOfTask(textAt(step, 'task'), inputs);
  if (deploys !== undefined) {
    const line = facts.lineAt([...path, 'task']);
    facts.script.push({ text: deploys, line });
  }
  facts.inputs(objectAt(step, 'env'), [...path, 'env']);
  facts.inputs(objectAt(step, 'inputs'), [...path, 'inputs']);
}

/** Steps of Bitbucket's pipelines, wherever they stand: in a branch's, in a stage, side by side, to be referred to. */
export function bitbucketJobs(file: ParsedFile): PipelineJob[] {
  const jobs: PipelineJob[] = [];
  const visit = (
    value: JsonValue | undefined,
    path: Path,
    begin: () => StepFacts,
    depth: number,
  ) => {
    if (depth > deepest) {
      return;
    }
    if (Array.isArray(value)) {
      value.forEach((item, at) => visit(item, [...path, at], begin, depth + 1));
    } else if (isObject(value)) {
      for (const key of Object.keys(value)) {
        const own = [...path, key];
        const step = key === 'step' ? objectAt(value, key) : undefined;
        if (step) {
          jobs.push(bitbucketStep(step, own, begin()));
        } else {
          visit(value[key], own, begin, depth + 1);
        }
      }
    }
  };
  for (const document of file.documents) {
    const begin = factsIn(document);
    for (const field of ['definitions', 'pipelines']) {
      visit(objectAt(document.value, field), [field], begin, 0);
    }
  }
  return jobs;
}

function bitbucketStep(
  step: JsonObject,
  path: Path,
  facts: StepFacts,
): PipelineJob {
  for (const field of ['script', 'after-script']) {
    listAt(step, field).forEach((entry, at) => {
      const own = [...path, field, at];
      if (typeof entry === 'string') {
        facts.command(entry, own);
      } else {
        facts.inputs(objectAt(entry, 'variables'), [...own, 'variables']);
      }
    });
  }
  if (
    textAt(step, 'oidc') === 'true' &&
    !facts.found.some(({ method }) => method === 'oidc')
  ) {
    const text = facts.script.map(part => part.text).join('\n');
    facts.login(
      providerOfScript(text),
      'oidc',
      'oidc: true',
      facts.lineAt([...path, 'oidc']),
    );
  }
  return jobOf(textAt(step, 'name') ?? 'step', facts);
}
