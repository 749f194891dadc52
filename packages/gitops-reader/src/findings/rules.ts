import { Finding } from '../facts';

/**
 * What a finding of one kind means, and what to do about it.
 *
 * @public
 */
export interface Rule {
  /** Kebab-case, stable: what `Finding.rule` holds. */
  id: string;
  title: string;
  /** The usual severity. A reader lowers it where the case is a lesser one, a test fixture for instance. */
  severity: Finding['severity'];
  meaning: string;
  fix: string;
}

const described: Record<string, Omit<Rule, 'id'>> = {
  'api-version-unserved': {
    title: 'Object in an API version that is not served any more',
    severity: 'warning',
    meaning:
      'External Secrets Operator serves its kinds as `external-secrets.io/v1` alone since version 0.17, so that a cluster refuses this object when it is applied. Where the repository does not say which version it installs, that is for information; where it is an older one, or the old API is served all the same, nothing is said.',
    fix: 'Write the newer API version.',
  },
  'applicationset-missing-key': {
    title: 'ApplicationSet that asks for a parameter which is not there',
    severity: 'warning',
    meaning:
      'Its template asks for a parameter that a generator does not give, and its options say that nothing may be missing, so that Argo CD refuses to make or change its Applications.',
    fix: 'Give the parameter in each element, or ask for it with `index`, which takes what is missing for nothing.',
  },
  'applicationset-too-large': {
    title: 'ApplicationSet that makes too many Applications',
    severity: 'warning',
    meaning:
      'Reading is bounded: only the first Applications of the set, or none, are looked at.',
    fix: 'Check that its generators make what they are meant to.',
  },
  'applicationset-unknown': {
    title: 'ApplicationSet whose Applications Git does not tell',
    severity: 'info',
    meaning:
      'A generator of this ApplicationSet asks a cluster, a host or a plugin, so the Applications that it makes are unknown here.',
    fix: 'Nothing needs to change. With generators that read Git, its Applications would be known before they are deployed.',
  },
  'catalog-owner-ambiguous': {
    title: 'Catalog file that names several owners',
    severity: 'info',
    meaning:
      'Entities of one catalog file have different owners, so the file does not say who owns its directory.',
    fix: 'Give entities of different owners files in their own directories.',
  },
  'chart-archive': {
    title: 'Archive of a chart that is not opened',
    severity: 'info',
    meaning:
      'A chart holds others as archives in `charts/`. What those declare is not looked at.',
    fix: 'Nothing needs to change. Charts that are unpacked in the repository are read.',
  },
  'chart-too-large': {
    title: 'Chart that takes too much work to render',
    severity: 'info',
    meaning:
      'Rendering the templates of this chart was given up after a fixed amount of work, so some of its objects are missing.',
    fix: 'Nothing needs to change for Helm. Smaller charts are read completely.',
  },
  'codeowners-invalid-line': {
    title: 'Line of CODEOWNERS that counts for nothing',
    severity: 'warning',
    meaning: 'The host skips this line, so what it wants to say has no effect.',
    fix: 'Write the pattern without what the host does not know.',
  },
  'codeowners-matches-nothing': {
    title: 'Rule of CODEOWNERS that matches no file',
    severity: 'info',
    meaning: 'What the rule was written for was moved or removed.',
    fix: 'Correct the pattern or remove the rule.',
  },
  'codeowners-names-nobody': {
    title: 'Rule of CODEOWNERS that names nobody',
    severity: 'warning',
    meaning:
      'An owner is misspelt, or the rule has none. It is information alone where the rule takes files out of an earlier one, as people do on purpose, or names a role.',
    fix: 'Name an owner, or leave it as it is when nobody is to own these files.',
  },
  'codeowners-shadowed': {
    title: 'Rule of CODEOWNERS that later ones override',
    severity: 'info',
    meaning:
      'Later rules decide on every file that this one matches: the last that matches decides.',
    fix: 'Move the rule below those that override it, or remove it.',
  },
  'codeowners-too-large': {
    title: 'CODEOWNERS file that is too large',
    severity: 'error',
    meaning:
      'GitHub reads no CODEOWNERS file above 3 MB: nobody owns anything.',
    fix: 'Shorten it: patterns for directories instead of files.',
  },
  'codeowners-unread': {
    title: 'CODEOWNERS file that is not read',
    severity: 'warning',
    meaning:
      'Another CODEOWNERS file stands before this one in the order in which the host looks for them.',
    fix: 'Keep one CODEOWNERS file and remove the other.',
  },
  'copied-configuration': {
    title: 'Files that are the same in several environments',
    severity: 'info',
    meaning:
      'The same file stands in three or more environments or clusters, so that a change has to be made in each.',
    fix: 'Keep what is the same in a base or a component that all of them take.',
  },
  'deploys-outside-gitops': {
    title: 'CI job that deploys past GitOps',
    severity: 'warning',
    meaning:
      'A job changes a cluster by itself, so what runs is not what Git declares.',
    fix: 'Let the job commit the change, and let the GitOps engine apply it.',
  },
  'engine-not-rendered': {
    title: 'Directory that an engine has rendered by a program',
    severity: 'info',
    meaning:
      'A plugin or Jsonnet makes the objects of this source. Neither is run here, so what they are is not known.',
    fix: 'Nothing needs to change. These objects are missing in the answers.',
  },
  'engine-suspended': {
    title: 'Flux object that was told to rest',
    severity: 'info',
    meaning:
      'A Kustomization, HelmRelease or source with suspend: true is not reconciled, so what changes in Git does not reach the cluster, and nobody is told.',
    fix: 'Remove suspend, or say beside it why it is there and until when.',
  },
  'environment-branch': {
    title: 'Branch that stands for an environment',
    severity: 'info',
    meaning:
      'Environments that live on branches drift apart: what differs between them cannot be seen in one place, and every change is a merge.',
    fix: 'Keep environments in directories of one branch.',
  },
  'flux-dependency-missing': {
    title: 'Flux object that waits for what is not there',
    severity: 'warning',
    meaning:
      'A Kustomization or HelmRelease names another one under dependsOn that nothing in this repository declares, so it is never reconciled. It is information where parts of the repository are not seen.',
    fix: 'Correct the name or the namespace, or remove the entry.',
  },
  'flux-resourceset-unknown': {
    title: 'ResourceSet whose objects Git does not tell',
    severity: 'info',
    meaning:
      'The Flux Operator makes objects of a ResourceSet and its inputs, so what it makes is unknown here.',
    fix: 'Nothing needs to change.',
  },
  'helmfile-unknown': {
    title: 'Helmfile that Git does not tell all of',
    severity: 'info',
    meaning:
      'What the helmfile installs depends on other repositories, environment variables or files that are not here.',
    fix: 'Nothing needs to change. Releases with written names and chart versions are known before they are installed.',
  },
  'image-override-unused': {
    title: 'Image override that no container uses',
    severity: 'warning',
    meaning:
      'The images entry of a kustomization names an image that none of its containers has, so its tag is deployed nowhere.',
    fix: 'Correct the name of the image, or remove the entry.',
  },
  'kustomization-unused': {
    title: 'Kustomization that nothing deploys',
    severity: 'info',
    meaning:
      'Engine objects of this repository deploy nearly all of its kustomizations, or several of those beside it, but not this one.',
    fix: 'Have an engine object take it, or remove it, unless something outside of this repository does.',
  },
  'kustomize-cycle': {
    title: 'Kustomizations that take each other',
    severity: 'error',
    meaning: 'The build never ends, so nothing of it can be deployed.',
    fix: 'Remove one of the references.',
  },
  'kustomize-duplicate-object': {
    title: 'Object that a kustomization takes twice',
    severity: 'error',
    meaning: 'kustomize refuses to build two objects of one name.',
    fix: 'Take it from one place only.',
  },
  'kustomize-missing-resource': {
    title: 'Kustomization that names a file which is not there',
    severity: 'error',
    meaning: 'kustomize refuses to build it.',
    fix: 'Correct the path, or remove the entry.',
  },
  'kustomize-not-built': {
    title: 'Part of a kustomization that is not computed',
    severity: 'info',
    meaning:
      'The kustomization uses something that only kustomize itself or a tool beside it can do, so the result is known in part.',
    fix: 'Nothing needs to change. What follows from this part is missing in the answers.',
  },
  'kustomize-outside-tree': {
    title: 'Kustomization that reaches out of its repository',
    severity: 'error',
    meaning: 'A path leads out of the repository, where nothing is read.',
    fix: 'Keep what it needs in the repository, or refer to it by URL and revision.',
  },
  'kustomize-patch-unmatched': {
    title: 'Patch that finds no object',
    severity: 'warning',
    meaning:
      'The target of the patch is none of the objects that the kustomization builds.',
    fix: 'Correct kind, name or namespace of the target, or remove the patch.',
  },
  'kustomize-remote-base': {
    title: 'Base in another repository',
    severity: 'info',
    meaning:
      'The objects of the base stand in another repository and are not part of the result.',
    fix: 'Nothing needs to change, as long as the base is pinned to a revision.',
  },
  'kustomize-too-large': {
    title: 'Kustomization that builds too much',
    severity: 'warning',
    meaning: 'It was read up to a limit; the rest is unknown.',
    fix: 'Split it.',
  },
  'merge-conflict': {
    title: 'File with marks of a merge conflict',
    severity: 'error',
    meaning:
      'A merge was committed before it was done: both sides stand in the file, with marks between them, and nothing can read it.',
    fix: 'Decide between the two sides, and remove the marks.',
  },
  'mixed-concerns': {
    title: 'Things that change apart from each other in one place',
    severity: 'warning',
    meaning:
      'One kustomization builds several environments at once; or, as information, source code carries the configuration of its environments, or one repository configures applications, their platform and policies, or two of these.',
    fix: 'Give each environment a kustomization of its own, and what has other owners a repository of its own.',
  },
  'oidc-without-permission': {
    title: 'CI job that asks for a token it may not have',
    severity: 'warning',
    meaning:
      'The job signs in with a token of its run, but has no permission to ask for one.',
    fix: 'Give the job `permissions: id-token: write`.',
  },
  'orphan-file': {
    title: 'Manifest that nothing builds',
    severity: 'warning',
    meaning:
      'The file declares objects, but neither the kustomization of its directory nor anything else takes it, so they are deployed nowhere. It is information where only its neighbours are built.',
    fix: 'List the file where it belongs, or remove it.',
  },
  'owners-filter-unread': {
    title: 'Filter of an OWNERS file that is not understood',
    severity: 'warning',
    meaning:
      'The filter is no regular expression as Go reads them, so whom it concerns is unknown.',
    fix: 'Write a simpler pattern.',
  },
  'owners-names-nobody': {
    title: 'Alias of OWNERS_ALIASES that stands for nobody',
    severity: 'warning',
    meaning: 'Files whose approver is this alias have nobody to approve them.',
    fix: 'Name the members of the alias, or remove it.',
  },
  'owners-unknown-alias': {
    title: 'Group in OWNERS that no alias explains',
    severity: 'warning',
    meaning:
      'The name reads like a group, but OWNERS_ALIASES has no such alias, and Prow takes no teams of GitHub: it counts as a person of that name.',
    fix: 'Add it to OWNERS_ALIASES at the root of the repository, or name people.',
  },
  'plaintext-credential': {
    title: 'Key or token in Git',
    severity: 'error',
    meaning:
      'A private key, a token that is known by its form, or a password of a container stands outside of any Secret. Everybody who can read the repository, or its history, has it.',
    fix: 'Revoke it, keep the new one in a secret manager, and commit a reference to it.',
  },
  'plaintext-secret': {
    title: 'Secret value in Git',
    severity: 'error',
    meaning:
      'Everybody who can read the repository, or its history, has the value.',
    fix: 'Rotate the value, keep the new one in a secret manager, and commit a reference to it.',
  },
  'secret-store-missing': {
    title: 'Store of secrets that nothing here declares',
    severity: 'info',
    meaning:
      'An ExternalSecret names a SecretStore or ClusterSecretStore that is not in this repository, though others of its kind are. Where it is not in the cluster either, the Secret is never made.',
    fix: 'Correct the name, or declare the store.',
  },
  'sops-not-encrypted': {
    title: 'File that SOPS should have encrypted',
    severity: 'warning',
    meaning:
      'A rule of .sops.yaml singles this file out, or takes the directory of secrets that it is in, and what stands in Git is not encrypted.',
    fix: 'Encrypt the file, and rotate what it holds: the history keeps it.',
  },
  'sops-recipients-differ': {
    title: 'File that SOPS encrypted for others than its rule says',
    severity: 'warning',
    meaning:
      'The keys for which this file is encrypted are not those of the rule of .sops.yaml that it falls under: somebody who should cannot decrypt it, or somebody who should not can.',
    fix: 'Run `sops updatekeys` on the file, and rotate its values where somebody is not to read them any more.',
  },
  'source-path-missing': {
    title: 'Engine that deploys a directory which is not there',
    severity: 'error',
    meaning:
      'An Argo CD Application or a Flux object names a path of this repository that does not exist, so it deploys nothing and reports an error.',
    fix: 'Correct the path, or remove what deploys it.',
  },
  'source-revision-not-read': {
    title: 'Engine that deploys another revision of this repository',
    severity: 'info',
    meaning:
      'It wants a branch, tag or commit other than the one that is read. What stands there may differ, so nothing is said about it.',
    fix: 'Nothing needs to change. Read that revision too to see what is deployed.',
  },
  'values-file-missing': {
    title: 'Release that names a values file which is not there',
    severity: 'error',
    meaning:
      'Argo CD cannot render the chart, unless it is told to ignore missing values files.',
    fix: 'Correct the path, or remove the entry.',
  },
  'version-floating': {
    title: 'Version that does not stay what it is',
    severity: 'warning',
    meaning:
      'A tag like latest, or a branch, is another version tomorrow, so that nobody can tell what runs, nor go back to it. It is information where it is for development alone.',
    fix: 'Pin a tag that is never moved, a digest or a commit.',
  },
  'yaml-duplicate-key': {
    title: 'Key that stands twice in one mapping',
    severity: 'warning',
    meaning: 'The last one counts; tools differ in whether they refuse it.',
    fix: 'Remove one of them.',
  },
};

/**
 * All rules that readers report on, by id: the same ones in CI, in the portal and in the documentation.
 *
 * @public
 */
export const rules: readonly Rule[] = Object.entries(described)
  .map(([id, rule]) => ({ id, ...rule }))
  .sort((a, b) => (a.id < b.id ? -1 : 1));

/** What is known of a rule. @public */
export function ruleOf(id: string): Rule | undefined {
  return Object.hasOwn(described, id) ? { id, ...described[id] } : undefined;
}
