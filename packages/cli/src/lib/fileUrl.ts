import { FileLocation } from '@plumbline/gitops-reader';
import { SourceInfo } from '@plumbline/gitops-lookup';

/** The page of a file on its host. Files that no commit holds have none. */
export function fileUrl(
  location: FileLocation,
  source: SourceInfo | undefined,
): string | undefined {
  if (!source?.webUrl || !/^[0-9a-f]{40,64}$/.test(location.revision)) {
    return undefined;
  }
  const path = location.path.split('/').map(encodeURIComponent).join('/');
  const kind = /^https?:\/\/[^/]*gitlab/.test(source.webUrl)
    ? '-/blob'
    : 'blob';
  const line = location.line ? `#L${location.line}` : '';
  return `${source.webUrl}/${kind}/${location.revision}/${path}${line}`;
}
