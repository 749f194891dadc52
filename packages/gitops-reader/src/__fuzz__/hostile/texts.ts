import { Random } from '../random';

/** Files by their paths. */
export type Files = Record<string, string>;

/** A repository that somebody wrote to do harm. The random numbers give its size. */
export type Harm = (random: Random) => Files;

export const times = (count: number, piece: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => piece(at)).join('');

export const kustomization = (entries: string[], more = '') =>
  `resources:\n${entries.map(entry => `  - ${entry}\n`).join('')}${more}`;

export const configMap = (name: string, data: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n${data}`;
