import { Finding } from '../../../facts';
import { ListMemory } from '../../../memory/perFile';
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
    return [...findings.values(), ...unusedFindings(overrides.values())];
  }
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
