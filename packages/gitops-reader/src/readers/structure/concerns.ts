import { Finding, JsonValue } from '../../facts';
import { addTo } from '../../lib/groups';
import { isWorkloadKind } from '../helm/chartObjects';
import { textAt } from '../../lib/json';
import { ofEveryFile } from '../../memory/perFile';
import { ParsedRepository } from '../reader';
import { asidesOf } from './asides';
import { listed } from './bounded';
import { isOfEngine } from './engines';

/** What is configured: what teams run, what everything in a cluster stands on, or what objects are held against. */
type Concern = 'applications' | 'platform' | 'policies';

const concerns: readonly [concern: Concern, words: string][] = [
  ['applications', 'applications'],
  ['platform', 'the platform'],
  ['policies', 'policies'],
];

/** Fewer files of a concern are the exception that stands beside what it is for. */
const least = 3;

const policyGroup =
  /^(kyverno\.io|(policies|generate)\.kyverno\.io|(constraints|templates|mutations)\.gatekeeper\.sh|policies\.kubewarden\.io)\//;
const admissionPolicy = /^(Validating|Mutating)AdmissionPolicy(Binding)?$/;
/** What a team asks of a policy is its own. */
const exception = /^(Policy|.*Report|CleanupPolicy)Exception$/;
/** What a cluster has once, for everybody. */
const platformKind =
  /^(CustomResourceDefinition|APIService|StorageClass|VolumeSnapshotClass|IngressClass|GatewayClass|PriorityClass|RuntimeClass|ClusterIssuer|ClusterSecretStore|MachineConfig|MachineSet|NodePool|EC2NodeClass)$/;
const platformDirectory =
  /^(infra(structure)?|platform|system|kube-system|controllers?|add-?ons?|operators?|crds?|cluster-(config|addons|services))$/;
const applicationDirectory =
  /^(apps?|applications|services|workloads|tenants|teams|products)$/;

/** The concern of the first object of a file that tells one. */
const concernsOfFiles = ofEveryFile(({ path, documents }) => {
  for (const { value } of documents) {
    const concern = concernOf(value, path);
    if (concern) {
      return concern;
    }
  }
  return undefined;
});

function concernOf(value: JsonValue, path: string): Concern | undefined {
  const apiVersion = textAt(value, 'apiVersion');
  const kind = textAt(value, 'kind');
  if (apiVersion === undefined || kind === undefined || isOfEngine(value)) {
    return undefined;
  }
  if (
    (policyGroup.test(apiVersion) && !exception.test(kind)) ||
    admissionPolicy.test(kind)
  ) {
    return 'policies';
  }
  if (platformKind.test(kind)) {
    return 'platform';
  }
  if (!isWorkloadKind(kind)) {
    return undefined;
  }
  // The innermost word decides: `infrastructure/apps/`, `apps/platform/`. Without one, nobody said what a workload is.
  const directories = path.split('/').slice(0, -1);
  const told = directories.findLast(
    name => platformDirectory.test(name) || applicationDirectory.test(name),
  );
  if (told === undefined) {
    return undefined;
  }
  return platformDirectory.test(told) ? 'platform' : 'applications';
}

/** A repository that holds what has other owners, another pace and other reviews, told once. */
export function concernsApart(repository: ParsedRepository): Finding[] {
  const isAside = asidesOf(repository);
  const files = new Map<Concern, string[]>();
  for (const { file, made } of concernsOfFiles(repository)) {
    if (!isAside(file.path)) {
      addTo(files, made, file.path);
    }
  }
  const mixed = concerns.flatMap(([concern, words]) => {
    const paths = files.get(concern) ?? [];
    return paths.length < least ? [] : [{ words, paths }];
  });
  if (mixed.length < 2) {
    return [];
  }
  const told = mixed.map(
    ({ words, paths }) =>
      `${words} (${listed(placesOfPaths(paths), 3)}: ${paths.length} files)`,
  );
  const fewest = mixed.reduce((a, b) =>
    b.paths.length <= a.paths.length ? b : a,
  );
  return [
    {
      rule: 'mixed-concerns',
      severity: 'info',
      location: {
        repository: repository.repository,
        revision: repository.revision,
        path: fewest.paths[0],
      },
      message: `This repository configures ${told.join(' and ')}.`,
      fix: 'Keep what has other owners and another pace in repositories of their own, or give each its own rule in CODEOWNERS.',
    },
  ];
}

/** Top directories of files, those with the most first. */
function placesOfPaths(paths: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const [top, ...rest] = path.split('/');
    const place = rest.length > 0 ? `${top}/` : '.';
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))
    .map(([place]) => place);
}
