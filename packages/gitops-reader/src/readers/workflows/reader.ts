import { CredentialFact, FileLocation, Finding, PolicyFact } from '../../facts';
import { textAt } from '../../lib/json';
import { ofEveryFile, perFile } from '../../memory/perFile';
import { ParsedFile, ParsedRepository, Reader } from '../reader';
import { baseName, joinPath } from '../../files/treePaths';
import { lineOf } from '../../yaml';
import { identityUserOf } from './actions';
import { CiFile, CiJob, CiStep } from './ci';
import { checkOfAction } from './checkActions';
import { JobCredential, mergeCredentials } from './credentials';
import { commandOfAction } from './deployActions';
import { githubFile, isGithubFile } from './github';
import { credentialsOf } from './githubCredentials';
import {
  extendedCredentials,
  isGitlabFile,
  PipelineJob,
  pipelineJobs,
  pipelineParts,
} from './gitlab';
import { jenkinsJobs } from './jenkins';
import {
  azureJobs,
  bitbucketJobs,
  circleJobs,
  isAzureFile,
  isBitbucketFile,
  isCircleFile,
} from './pipelines';
import { CalledCheck, JobCalls } from './jobCalls';
import { OwnActions } from './ownActions';
import { hooksOf, preCommitFile, runsAt } from './preCommit';
import { isRecipeFile } from './recipes';
import {
  clusterWrites,
  makesTestCluster,
  policyChecks,
  ShellCommand,
} from './shell';

const isJenkinsfile = (path: string) =>
  /^Jenkinsfile([._-][\w.-]*)?$/.test(baseName(path));

/** pre-commit reads the one at the root. */
const isPreCommitFile = (path: string) => path === preCommitFile;

const readGithubFile = perFile(githubFile);

/** Systems whose files stand for themselves. */
const pipelines: [
  is: (path: string) => boolean,
  jobs: (file: ParsedFile, repository: ParsedRepository) => PipelineJob[],
  where: string,
][] = [
  [isCircleFile, perFile(circleJobs), 'CircleCI'],
  [isAzureFile, perFile(azureJobs), 'Azure pipeline'],
  [isBitbucketFile, perFile(bitbucketJobs), 'Bitbucket pipeline'],
  [isJenkinsfile, perFile(jenkinsJobs), 'Jenkins pipeline'],
];

/** Whether a CI system reads a file. */
export function isCiFile(path: string): boolean {
  return (
    isGithubFile(path) ||
    isGitlabFile(path) ||
    isPreCommitFile(path) ||
    pipelines.some(([is]) => is(path))
  );
}

const filesOfCi = ofEveryFile(({ path }) =>
  isCiFile(path) ? true : undefined,
);

/** Nobody has jobs run more checks by way of files. */
const mostCalled = 20_000;

/** What `SKIP` says to pre-commit in a step, if anything. */
function skipOf(step: CiStep, job: CiJob): string | undefined {
  return [step.env, ...job.env.map(({ values }) => values).reverse()]
    .map(values => textAt(values, 'SKIP'))
    .find(text => text !== undefined);
}

/** Jobs that call a workflow of the same repository, by its path. */
function callersOf(github: ReadonlyMap<string, CiFile>): Map<string, CiJob[]> {
  const callers = new Map<string, CiJob[]>();
  for (const { jobs } of github.values()) {
    for (const job of jobs) {
      const path = job.calls && joinPath('', job.calls.workflow);
      if (path !== undefined) {
        callers.set(path, [...(callers.get(path) ?? []), job]);
      }
    }
  }
  return callers;
}

class CiFacts {
  readonly #repository: ParsedRepository;
  readonly #credentials: CredentialFact[] = [];
  readonly #policies: PolicyFact[] = [];
  readonly #findings: Finding[] = [];
  /** Checks that files of the repository run for jobs. */
  #called = 0;

  constructor(repository: ParsedRepository) {
    this.#repository = repository;
  }

  get result() {
    return {
      credentials: this.#credentials,
      policies: this.#policies,
      findings: this.#findings,
    };
  }

  #at(path: string, line: number): FileLocation {
    const { repository, revision } = this.#repository;
    return { repository, revision, path, line };
  }

  addCredentials(
    path: string,
    job: string | undefined,
    credentials: JobCredential[],
  ): void {
    for (const { line, isGiven, inputs, ...credential } of credentials) {
      this.#credentials.push({
        ...credential,
        ...(job === undefined ? {} : { job }),
        location: this.#at(path, line),
      });
    }
  }

  addGithubFile(
    ci: CiFile,
    actions: OwnActions,
    callers: ReadonlyMap<string, CiJob[]>,
  ): void {
    const { path } = ci.file;
    const inAction = ci.kind === 'action';
    const loose: { job: CiJob; credential: JobCredential }[] = [];
    // A workflow of this repository that is called tells its own use of it.
    let identityUsed = ci.jobs.some(({ calls }) =>
      calls?.workflow.startsWith('./'),
    );
    for (const job of ci.jobs) {
      const credentials = mergeCredentials([
        ...(inAction
          ? actions.handed(ci, credentialsOf(job, inAction))
          : credentialsOf(job, inAction)),
        ...actions.credentialsIn(ci, job),
      ]);
      this.addCredentials(path, job.name, credentials);
      const federated = credentials.find(({ method }) => method === 'oidc');
      identityUsed ||= federated !== undefined;
      const asking = credentials.find(
        ({ method, isGiven }) => method === 'oidc' && !isGiven,
      );
      if (asking) {
        this.#checkIdentity(path, job, asking, callers.get(path) ?? []);
      }
      if (!federated) {
        const credential = looseIdentity(job, ci.jobs);
        if (credential) {
          loose.push({ job, credential });
        }
      }
      this.#addScripts(path, job, credentials.length > 0);
    }
    const told = new Set<number>();
    for (const { job, credential } of loose) {
      const ofJob =
        job.identity.granted === true && job.identity.path.length > 2;
      if ((ofJob || !identityUsed) && !told.has(credential.line)) {
        told.add(credential.line);
        this.addCredentials(path, ofJob ? job.name : undefined, [credential]);
      }
    }
  }

  /** A job that was not given the right to an identity token falls back on whatever the runner has. */
  #checkIdentity(
    path: string,
    job: CiJob,
    { reason, line }: JobCredential,
    callers: CiJob[],
  ): void {
    const denied =
      job.identity.granted === false ||
      (job.identity.granted === 'by-caller' &&
        callers.length > 0 &&
        callers.every(caller => caller.identity.granted === false));
    if (denied) {
      this.#findings.push({
        rule: 'oidc-without-permission',
        severity: 'warning',
        location: this.#at(path, line),
        message: `The job ${job.name ?? ''} wants to log in with its identity (${reason}), and is not given "id-token: write"`,
        fix: 'Give the job "permissions: id-token: write"; permissions of a job replace those of its workflow.',
      });
    }
  }

  #addScripts(path: string, job: CiJob, loggedIn: boolean): void {
    const ephemeral = job.steps.some(({ uses, run }) =>
      makesTestCluster(uses, run),
    );
    const subject =
      job.name === undefined ? 'The action' : `The job ${job.name}`;
    const calls = new JobCalls(this.#repository);
    const told = new Set<string>();
    for (const step of job.steps) {
      const skip = skipOf(step, job);
      const check = checkOfAction(step);
      if (check) {
        const line = lineOf(job, [...step.path, 'uses']);
        this.#addChecks(path, [{ ...check, line }], command => command.line, {
          where: 'GitHub workflow',
          told,
          mayFail: step.mayFail || job.mayFail,
        });
      }
      if (step.uses === 'pre-commit/action') {
        const line = lineOf(job, [...step.path, 'uses']);
        this.#addChecks(
          path,
          calls
            .begin('', skip)
            .checksOf(
              `pre-commit run ${textAt(step.inputs, 'extra_args') ?? ''}`,
            ),
          () => line,
          {
            where: 'GitHub workflow',
            told,
            mayFail: step.mayFail || job.mayFail,
          },
        );
      }
      const deploys = commandOfAction(step.uses, step.inputs);
      if (deploys !== undefined && !ephemeral) {
        const line = lineOf(job, [...step.path, 'uses']);
        this.#addWrites(
          path,
          subject,
          clusterWrites(deploys),
          () => line,
          loggedIn,
        );
      }
      if (step.run) {
        const first = lineOf(job, [...step.path, 'run']);
        const block = step.run.includes('\n') ? 1 : 0;
        const lineAt = (command: ShellCommand) => first + block + command.line;
        this.#addChecks(
          path,
          [
            ...policyChecks(step.run),
            ...calls.begin(step.directory, skip).checksOf(step.run),
          ],
          lineAt,
          {
            where: 'GitHub workflow',
            told,
            mayFail: step.mayFail || job.mayFail,
          },
        );
        if (!ephemeral) {
          this.#addWrites(
            path,
            subject,
            clusterWrites(step.run),
            lineAt,
            loggedIn,
          );
        }
      }
    }
  }

  /** The pipeline of GitLab: one of all its files, whose jobs extend each other. */
  addGitlab(start: readonly ParsedFile[]): void {
    const parts = pipelineParts(start, this.#repository).map(file => ({
      path: file.path,
      jobs: pipelineJobs(file),
    }));
    const byName = new Map(
      parts.flatMap(({ path, jobs }) =>
        jobs.map(job => [job.name ?? '', { job, path }] as const),
      ),
    );
    for (const { path, jobs } of parts) {
      for (const job of jobs) {
        this.addCredentials(path, job.name, extendedCredentials(job, byName));
      }
      this.addPipeline(path, jobs, 'GitLab pipeline', '');
    }
  }

  /** `directory` is where its commands run, if nothing else can be told. */
  addPipeline(
    path: string,
    jobs: PipelineJob[],
    where: string,
    directory?: string,
  ): void {
    for (const job of jobs) {
      this.addCredentials(path, job.name, job.credentials);
      const subject =
        job.name === undefined ? 'The pipeline' : `The job ${job.name}`;
      const ephemeral = job.script.some(({ text }) =>
        makesTestCluster(undefined, text),
      );
      const calls = new JobCalls(this.#repository).begin(directory, job.skip);
      const told = new Set<string>();
      for (const { text, line, begins } of job.script) {
        if (begins) {
          calls.begin(directory, job.skip);
        }
        const lineAt = (command: ShellCommand) => line + command.line;
        this.#addChecks(
          path,
          [...policyChecks(text), ...calls.checksOf(text)],
          lineAt,
          { where, told, mayFail: job.mayFail },
        );
        if (!ephemeral) {
          this.#addWrites(
            path,
            subject,
            clusterWrites(text),
            lineAt,
            job.credentials.length > 0,
          );
        }
      }
    }
  }

  /** Hooks that hold manifests against rules before a commit is made, or before it is pushed. */
  addHooks(file: ParsedFile): void {
    for (const hook of hooksOf(file, this.#repository)) {
      const stage = ['pre-commit', 'pre-push'].find(name => runsAt(hook, name));
      if (stage !== undefined) {
        this.#policies.push({
          engine: 'ci',
          kind: 'pre-commit hook',
          name: hook.command,
          action: 'warn',
          note: `runs where somebody has installed it, before a ${stage.slice('pre-'.length)}`,
          location: this.#at(file.path, hook.line),
        });
      }
    }
  }

  #addChecks(
    path: string,
    commands: (ShellCommand & Partial<Pick<CalledCheck, 'at'>>)[],
    lineAt: (command: ShellCommand) => number,
    {
      where,
      told,
      mayFail,
    }: { where: string; told: Set<string>; mayFail: boolean },
  ): void {
    for (const command of commands) {
      const lenient = mayFail || command.mayFail;
      if (command.at !== undefined) {
        // A job that runs the same again and again is told by where it does so first.
        const key = `${command.command}\n${command.at}\n${lenient}`;
        if (told.has(key) || this.#called >= mostCalled) {
          continue;
        }
        told.add(key);
        this.#called++;
      }
      const note = [
        ...(lenient ? ['a failure is passed over'] : []),
        ...(command.at === undefined ? [] : [`as ${command.at} says`]),
      ].join(', ');
      this.#policies.push({
        engine: 'ci',
        kind: where,
        name: command.command,
        action: lenient ? 'warn' : 'enforce',
        ...(note ? { note } : {}),
        location: this.#at(path, lineAt(command)),
      });
    }
  }

  #addWrites(
    path: string,
    subject: string,
    commands: ShellCommand[],
    lineAt: (command: ShellCommand) => number,
    loggedIn: boolean,
  ): void {
    const [first, ...others] = commands;
    if (first) {
      const more = others.length > 0 ? ` and ${others.length} more` : '';
      this.#findings.push({
        rule: 'deploys-outside-gitops',
        // Without a login in sight it may well be a cluster of the runner's own.
        severity: loggedIn ? 'warning' : 'info',
        location: this.#at(path, lineAt(first)),
        message: `${subject} writes to a cluster by itself (${first.command}${more}), not through a GitOps engine`,
        fix: 'Commit what it changes and let the engine apply it.',
      });
    }
  }
}

/** A right to identity tokens whose use is out of sight. */
function looseIdentity(
  job: CiJob,
  all: readonly CiJob[],
): JobCredential | undefined {
  if (
    job.identity.granted !== true ||
    !job.identity.named ||
    job.calls?.workflow.startsWith('./')
  ) {
    return undefined;
  }
  // What the workflow is given as a whole, any of its jobs may have asked for.
  const users = job.identity.path.length > 2 ? [job] : all;
  const provider = [
    ...(job.calls
      ? [identityUserOf({ uses: job.calls.workflow, inputs: job.calls.inputs })]
      : []),
    ...users.flatMap(({ steps }) => steps).map(identityUserOf),
  ].find(name => name !== undefined);
  return {
    provider: provider ?? 'unknown',
    method: 'oidc',
    reason: job.calls
      ? `id-token: write for ${job.calls.workflow}`
      : 'id-token: write',
    line: lineOf(job, job.identity.path),
  };
}

/**
 * Reads how CI jobs log in to others, which of them write to clusters, and which hold manifests against rules.
 *
 * @public
 */
export const workflowsReader: Reader = {
  name: 'workflows',

  wants(path) {
    return (
      (isCiFile(path) || isRecipeFile(path)) &&
      !(
        (isGithubFile(path) || isRecipeFile(path)) &&
        /(^|\/)node_modules\//.test(path)
      )
    );
  },

  read(repository) {
    const facts = new CiFacts(repository);
    const github = new Map<string, CiFile>();
    const gitlab: ParsedFile[] = [];
    for (const { file } of filesOfCi(repository)) {
      if (isGithubFile(file.path)) {
        const read = readGithubFile(file, repository);
        if (read) {
          github.set(file.path, read);
        }
      } else if (isGitlabFile(file.path)) {
        gitlab.push(file);
      } else if (isPreCommitFile(file.path)) {
        facts.addHooks(file);
      } else {
        const [, jobs, where] = pipelines.find(([is]) => is(file.path)) ?? [];
        if (jobs && where) {
          facts.addPipeline(file.path, jobs(file, repository), where);
        }
      }
    }
    facts.addGitlab(gitlab);
    const callers = callersOf(github);
    const actions = new OwnActions(github);
    for (const ci of github.values()) {
      facts.addGithubFile(ci, actions, callers);
    }
    return facts.result;
  },
};
