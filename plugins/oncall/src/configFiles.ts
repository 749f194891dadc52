import { ConfigView } from '@plumbline/plugin-plumbline-common';

/** A file with all the places in it that configure the object. */
export interface ConfigFile {
  role: ConfigView['role'];
  repository: string;
  path: string;
  places: ConfigView[];
}

/** The places file by file: the files in the order of the answer, the places in the order of their lines. */
export function groupByFile(config: ConfigView[]): ConfigFile[] {
  const files = new Map<string, ConfigFile>();
  for (const place of config) {
    const { role, repository, path } = place;
    const key = JSON.stringify([role, repository, path]);
    const file = files.get(key) ?? { role, repository, path, places: [] };
    files.set(key, file);
    file.places.push(place);
  }
  return [...files.values()].map(file => ({
    ...file,
    places: file.places.sort((a, b) => (a.line ?? 0) - (b.line ?? 0)),
  }));
}
