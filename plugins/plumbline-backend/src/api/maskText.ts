import { mayHoldSecret, maskSecrets } from './maskSecrets';
import { isSecretParameter } from './namedSecrets';

const MAX_URL_LENGTH = 2_000;

/** What others write, without the credentials in it. Short words hold none. */
export function maskText(text: string): string {
  return mayHoldSecret(text) && /[\s:=/]/.test(text)
    ? maskSecrets('text', text).text
    : text;
}

/** `auth: fix the login`, `fix(token)!: …`: what a commit is about, and words. */
const ABOUT = /^[\w./-]{1,100}(\([^()]{0,100}\))?!?:\s{1,10}(?=\S+\s+\S)/;
/** …unless it may be a key with its value. */
const KEY = /passw|passphrase|pwd|secret|token|key|credential|authorization/i;

/** The subject of a commit without the credentials in it: it is often the title of a pull request. */
export function maskSubject(subject: string): string {
  const found = ABOUT.exec(subject);
  const about =
    found && (found[1] !== undefined || !KEY.test(found[0])) ? found[0] : '';
  return about + maskText(subject.slice(about.length));
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
