import { JsonValue } from '../../facts';
import { isObject, textAt } from '../../lib/json';
import { kubeconfig, StoredIn } from './logins';
import { isVariable, providerOfSecret, storedVariable } from './providers';

/** Where pipelines set variables. */
const ofVariables = /^(variables|environment|env)$/;

/** What makes the variable be a path that kubectl knows, or something that a command has written. */
const makesKubeconfig =
  /config use-context|update-kubeconfig|get-credentials|create cluster|KUBECONFIG=|>\s?["']?\$\{?KUBECONFIG|\b(?:cp|mv)\b[^\n]{0,200}\$\{?KUBECONFIG\}?["']?[ \t]*(?:$|[\n;&])/;

/** Variables that a script sets, reads or goes through. */
const set =
  /(?:^|[\s;&("'])([A-Z][A-Z0-9_]{1,80})\+?=|\b(?:read|for)((?:[ \t]+-?\w{1,80}){1,20})|\$(?:env:)?([A-Z][A-Z0-9_]{1,80})[ \t]*=(?!=)|variable=([A-Z][A-Z0-9_]{1,80})\b/g;

/**
 * What a pipeline whose variables are those of the shell has stored: variables that no part of it makes. Those whose
 * name says whom they convince are told by that.
 */
export function storedInPipeline(document: JsonValue): StoredIn {
  const made = new Set<string>();
  const texts: string[] = [];
  const pending: { value: JsonValue; sets: boolean }[] = [
    { value: document, sets: false },
  ];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, sets } = next;
    if (typeof value === 'string') {
      texts.push(value);
    } else if (Array.isArray(value)) {
      value.forEach(item => pending.push({ value: item, sets }));
    } else if (isObject(value)) {
      const name = sets ? textAt(value, 'name') : undefined;
      if (name !== undefined && value.value !== undefined) {
        made.add(name);
      }
      for (const [key, inner] of Object.entries(value)) {
        if (sets && !(typeof inner === 'string' && isVariable(inner))) {
          made.add(key);
        }
        pending.push({ value: inner ?? null, sets: ofVariables.test(key) });
      }
    }
  }
  const text = texts.join('\n');
  for (const [, assigned, read, powershell, azure] of text.matchAll(set)) {
    (read ?? assigned ?? powershell ?? azure)
      .split(/\s+/)
      .forEach(name => made.add(name));
  }
  if (makesKubeconfig.test(text)) {
    made.add(kubeconfig);
  }
  return word => {
    const name = storedVariable(word);
    return name === undefined ||
      made.has(name) ||
      (name !== kubeconfig && providerOfSecret(name) !== undefined)
      ? []
      : [name];
  };
}
