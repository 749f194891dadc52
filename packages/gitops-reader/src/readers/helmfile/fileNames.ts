import { classifyEnvironment } from '../paths';
import { baseName } from '../../files/treePaths';

/** Whether a file is a helmfile by its name: `helmfile.yaml`, `app.helmfile.yaml`, all of `helmfile.d/`. */
export function isHelmfileName(path: string): boolean {
  return (
    !/(^|\/)\.github\//.test(path) &&
    (/^(?:[\w.-]*[-_.])?helmfile(?:[-_][\w-]+)?\.ya?ml(?:\.gotmpl)?$/.test(
      baseName(path),
    ) ||
      /(^|\/)helmfile\.d\/[^/]+\.ya?ml(\.gotmpl)?$/.test(path))
  );
}

/** Files that helmfiles read and that need not be YAML: templates, and values of an environment (`prod.env`). */
export function isHelmfileInput(path: string): boolean {
  const name = baseName(path);
  return (
    name.endsWith('.gotmpl') ||
    (/^[\w-]+\.env$/.test(name) &&
      classifyEnvironment(name.slice(0, -'.env'.length)) !== undefined)
  );
}
