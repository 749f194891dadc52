import { Finding } from '../facts';
import { addTo } from '../groups';
import { ListMemory } from '../perFile';
import type { Build } from './build';
import { UsedOverride } from './context';

function unusedOverrides({ overrides }: Build): string[] {
  const keys: string[] = [];
  for (const [key, { used, partial }] of overrides) {
    if (!used && !partial) {
      keys.push(key);
    }
  }
  return keys;
}

/** Whether a build may have something to report. */
function saysSomething(build: Build): boolean {
  return build.findings.size > 0 || unusedOverrides(build).length > 0;
}

/** What builds find, each once. */
export class BuildFindings {
  /** From one read to the next, most builds are the same, and most say nothing. */
  readonly #saying = new ListMemory<Build, boolean>();

  of(builds: readonly Build[]): Finding[] {
    const findings = new Map<string, Finding>();
    const overrides = new Map<string, UsedOverride>();
    const saying = this.#saying.map(builds, saysSomething);
    const speakers = builds.filter((_, index) => saying[index]);
    const unusedKeys = new Set(
      speakers.flatMap(build => unusedOverrides(build)),
    );
    for (const build of unusedKeys.size > 0 ? builds : speakers) {
      build.findings.forEach((finding, key) => findings.set(key, finding));
      build.overrides.forEach((override, key) => {
        if (!unusedKeys.has(key)) {
          return;
        }
        const known = overrides.get(key);
        overrides.set(key, {
          ...override,
          used: override.used || known?.used === true,
          partial: override.partial || known?.partial === true,
        });
      });
    }
    return [
      ...causes([...findings.values()]),
      ...unusedFindings(overrides.values()),
    ];
  }
}

/** So many findings of one cause are one problem, not as many. */
const fewestAlike = 3;

/** What findings of one cause have in common, and what is said of those that are not listed. */
const commonCauses: Record<
  string,
  { of: (finding: Finding) => string; others: string }
> = {
  'kustomize-missing-resource': {
    of: ({ message }) => message,
    others: 'more entries refer to it.',
  },
  'kustomize-patch-unmatched': {
    of: ({ location }) => location.path,
    others: 'more patches of this file find nothing either.',
  },
};

/** Findings by what causes them: what many kustomizations miss is missing once. */
function causes(findings: readonly Finding[]): Finding[] {
  const alike = new Map<string, Finding[]>();
  const told: Finding[] = [];
  for (const finding of findings) {
    const cause = commonCauses[finding.rule];
    if (cause) {
      addTo(alike, `${finding.rule}\n${cause.of(finding)}`, finding);
    } else {
      told.push(finding);
    }
  }
  for (const [first, ...others] of alike.values()) {
    told.push(
      ...(others.length + 1 < fewestAlike
        ? [first, ...others]
        : [
            {
              ...first,
              message: `${first.message} ${others.length} ${commonCauses[first.rule].others}`,
            },
          ]),
    );
  }
  return told;
}

/** Overrides that no build had a use for, and none that may have one is partial. */
function unusedFindings(overrides: Iterable<UsedOverride>): Finding[] {
  const findings: Finding[] = [];
  for (const override of overrides) {
    if (!override.used && !override.partial) {
      findings.push({
        rule: 'image-override-unused',
        severity: 'warning',
        location: override.location,
        message: `No container uses the image ${override.name}, so this override changes nothing.`,
        fix: 'Remove the entry, or correct its name.',
      });
    }
  }
  return findings;
}
