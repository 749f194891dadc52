import { JsonObject } from '../../facts';
import { LineTree, ParsedFile } from '../reader';

/** One thing that a job does. */
export interface CiStep {
  /** An action without its version (`aws-actions/configure-aws-credentials`), in lower case, or `./a/path`. */
  uses?: string;
  /** Its inputs. */
  inputs: JsonObject;
  env: JsonObject;
  /** Shell commands. */
  run?: string;
  /** Where they run, from the root of the repository; absent where only the run knows. */
  directory?: string;
  /** Whether a failure of it is passed over. */
  mayFail: boolean;
  /** Path of the step within its document, for the lines. */
  path: (string | number)[];
}

/** A job of any CI system. */
export interface CiJob {
  /** Absent for the steps of an action. */
  name?: string;
  steps: CiStep[];
  /** Variables that all its steps see, with the place of each mapping. */
  env: { values: JsonObject; path: (string | number)[] }[];
  /**
   * May it ask for a token of its identity: yes, with the place that says so; no; or whoever calls it decides.
   */
  identity:
    | { granted: true; path: (string | number)[]; named: boolean }
    | { granted: false }
    | { granted: 'by-caller' };
  /** A workflow that it calls instead of having steps. */
  calls?: {
    workflow: string;
    /** What it is given, secrets as well. */
    inputs: JsonObject;
    secrets: JsonObject;
    path: (string | number)[];
  };
  mayFail: boolean;
  lines: LineTree;
}

/** A file that a CI system runs, or a part of one. */
export interface CiFile {
  file: ParsedFile;
  kind: 'workflow' | 'action' | 'pipeline';
  jobs: CiJob[];
}
