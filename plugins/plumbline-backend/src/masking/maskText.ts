import { mayHoldSecret, mayNameSecret, maskSecrets } from './maskSecrets';
import { isSecretParameter } from './namedSecrets';

const MAX_URL_LENGTH = 2_000;

/** What others write, without the credentials in it. Short words hold none. */
export function maskText(text: string): string {
  return mayHoldSecret(text) && /[\s:=/]/.test(text)
    ? maskSecrets('text', text).text
    : text;
}

/** `auth: fix the login`, `fix(token)!: …`: what a commit is about, and words. */
const ABOUT =
  /^(?:auth|([\w./-]{1,100})(\([^()]{0,100}\)))!?:\s{1,10}(?=\S+\s+\S)/;

/** The subject of a commit without the credentials in it: it is often the title of a pull request. */
export function maskSubject(subject: string): string {
  const [about = '', word = '', scope = ''] = ABOUT.exec(subject) ?? [];
  return mayNameSecret(word) || maskText(scope) !== scope
    ? maskText(subject)
    : about + maskText(subject.slice(about.length));
}

/** An address without what lets anybody in who has the address. */
export function webUrl(text: string | undefined): string | undefined {
  if (text === undefined || !/^https?:\/\//i.test(text)) {
    return undefined;
  }
  try {
    const url = new URL(text);
    url.username = '';
    url.password = '';
    for (const name of [...url.searchParams.keys()]) {
      if (isSecretParameter(name)) {
        url.searchParams.set(name, 'masked');
      }
    }
    return url.href.length <= MAX_URL_LENGTH ? url.href : undefined;
  } catch {
    return undefined;
  }
}
