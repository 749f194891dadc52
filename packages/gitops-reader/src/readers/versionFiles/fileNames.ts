import { classifyEnvironment } from '../paths';
import { baseName } from '../../files/treePaths';

/** Files without an extension that are something else wherever they stand. */
const otherFiles =
  /^(readme|licen[cs]e|notice|authors|contributors|changelog|copying|codeowners|owners|owners_aliases|makefile|gnumakefile|dockerfile|containerfile|jenkinsfile|vagrantfile|procfile|brewfile|gemfile|rakefile|tiltfile|earthfile|justfile|kustomization|install|todo|helmfile)$/i;

/** No extension, or one that says that a version or a few variables are in it. */
const versionName =
  /^(?:[^.]+|.*\.(?:versions?|tags?|env)|(?:\.?(?:image[-_]?)?(?:versions?|tags?))(?:\.txt)?)$/i;

/**
 * Whether a file that is no YAML or JSON may hold versions of an environment, by its path alone: it or a directory
 * above it bears the name of an environment.
 */
export function mayHoldVersions(path: string): boolean {
  const name = baseName(path);
  if (!versionName.test(name) || otherFiles.test(name)) {
    return false;
  }
  const segments = path.split('/');
  return (
    segments.length > 1 &&
    segments.length <= 20 &&
    !segments.includes('templates') &&
    segments.some(
      segment =>
        classifyEnvironment(segment.replace(/\.\w+$/, '')) !== undefined,
    )
  );
}
