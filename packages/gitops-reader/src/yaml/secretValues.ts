import { parse } from 'yaml';
import { JsonObject, JsonValue } from '../facts';
import { isObject } from '../lib/json';

/**
 * What a secret value was before it was cut off.
 *
 * - `value`: something that can be used to log in somewhere, as far as anyone can tell
 * - `placeholder`: a name for something that is filled in elsewhere
 * - `encrypted`: ciphertext of SOPS
 * - `public`: a certificate or public key, a setting that is no secret
 * - `empty`
 *
 * @public
 */
export type SecretValueKind =
  'value' | 'placeholder' | 'encrypted' | 'public' | 'empty';

/** How values are written: as in `data`, or as in `stringData`. */
export type Encoding = 'base64' | 'text';

const cut: Record<SecretValueKind, string> = {
  value: '(secret value)',
  placeholder: '(placeholder)',
  encrypted: '(encrypted)',
  public: '(public value)',
  empty: '',
};

const kinds = new Map<JsonValue | undefined, SecretValueKind>(
  (Object.keys(cut) as SecretValueKind[]).map(kind => [cut[kind], kind]),
);

/**
 * What a cut value was, told by what stands in its place.
 *
 * @public
 */
export function secretValueKind(
  value: JsonValue | undefined,
): SecretValueKind | undefined {
  return (
    kinds.get(value) ??
    (vaultPath(value) === undefined ? undefined : 'placeholder')
  );
}

/** Whether a text holds what stands in place of a value that was cut off. */
export function isCut(text: string): boolean {
  return /\((secret value|placeholder|encrypted|public value)\)/.test(text);
}

/** What stands in place of a value of this kind. */
export function cutValue(kind: SecretValueKind): string {
  return cut[kind];
}

/** The path in `<path:kv/data/cart#password>`, as the Argo CD Vault plugin has it. It names a secret and is none. */
export function vaultPath(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value.startsWith('<path:')
    ? /^<path:([^#<>]{1,300})#[^<>]{1,300}>$/.exec(value)?.[1]
    : undefined;
}

/** The first placeholder of that plugin in a text, or in what the text is in base64. */
export function vaultPlaceholder(
  text: string,
  encoding: Encoding,
): string | undefined {
  const find = (whole: string | undefined) =>
    whole === undefined
      ? undefined
      : /<path:[^#<>]{1,300}#[^<>]{1,300}>/.exec(whole)?.[0];
  return (
    find(text) ?? (encoding === 'base64' ? find(decodeBase64(text)) : undefined)
  );
}

/** All such paths in a text, by the number of their line. Comments name none. */
export function vaultPathsIn(
  text: string,
): ReadonlyMap<number, string[]> | undefined {
  if (!text.includes('<path:')) {
    return undefined;
  }
  const found = new Map<number, string[]>();
  for (const [index, line] of text.split('\n').entries()) {
    if (line.includes('<path:') && !/^\s*#/.test(line)) {
      const paths = [
        ...line
          .slice(0, 10_000)
          .matchAll(/<path:([^#<>\s]{1,300})#[^<>]{1,300}>/g),
      ].map(([, path]) => path);
      if (paths.length > 0) {
        found.set(index + 1, [...new Set(paths)]);
      }
    }
  }
  return found.size > 0 ? found : undefined;
}

/**
 * `${VAR}`, `$(VAR)`, `#{VAR}#`, `{{ template }}`, `{% template %}`, `(@= ytt @)`, `<path:kv/data/cart#password>`: what is filled in,
 * wherever it stands. Each ends where the next but one of its kind opens: a text of openings alone is not looked through once for each.
 */
const filledIn =
  /\$\{\{?[^{}]*(?:\$\{[^{}]*)?\}{1,2}|\$\([^()]*(?:\$\([^()]*)?\)|#\{[^{}]*\}#?|\{\{[^{}]*(?:\{[^{}]*\}[^{}]*)?\}\}|\{%(?:[^%]*%\})?|\(@[^@]*@\)|<path:[^#<>]*#[^<>]*>/g;

/** A text without what is filled in. */
function withoutFilledIn(text: string): string {
  return /[$<{(]/.test(text) ? text.replace(filledIn, '') : text;
}

/** `$VAR`, `%VAR%`, `__VAR__`, `@VAR@`, `<your-token>`, `<<VAR>>`, `{VAR}`, and rows of one mark: what stands for something. */
const standIn =
  /^(\$\w+|%\w+%|__\w+__|@@?\w+@@?|<{1,2}[^<>]+>{1,2}|\{(env:)?\w+\}|x{3,}|\*{3,}|\.{3,}|(.)\3{7,})$/i;

/** Whether a text has an address in it that holds a password. `docker://nginx:1.25@sha256:…` has a tag and a digest. */
export function holdsLogin(text: string): boolean {
  return (
    text.includes('://') &&
    [
      ...withoutFilledIn(text).matchAll(
        /:\/\/[^/@\s:]{0,100}:([^/@\s]{1,300})@(?!sha(?:256|512):)/g,
      ),
    ].some(([, password]) => !standIn.test(password))
  );
}

/** Patterns of values that name a secret instead of being one. */
const placeholders = [
  // ref+vault://…, vault:secret/data/x#key, op://vault/item, awssm://…
  /^(ref\+\w+:|vault:|op:|bws:|awssm:|gcpsm:|azurekv:|projects\/[^/]+\/secrets\/)/i,
  /^(x{3,}|\*{3,}|\.{3,}|-+|_+|\?+|n\/?a|none|null|nil|unset|tbd|todo|fixme|foo|bar|baz|foobar|changeit|redacted|replaced?|hidden|secret|token|username|user|example|sample|test|testing|dummy|fake|empty|admin|root|localhost|true|false)$/i,
  // What software wants that nobody asks for a key, in the form of one or not: `sk-required`.
  /^(sk-)?(unused|ignored|required|noop|no[-_ ]?(key|token)|not[-_ ]?(used|needed|required))$/i,
  // SONARR_API_KEY: the name of a variable
  /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*_(KEY|TOKEN|PASSWORD|SECRET)$/,
  // UPDATE_AWS_ACCESS_KEY_ID
  /^(UPDATE|REPLACE|CHANGE|ENTER|INSERT|YOUR|MY|PUT|FILL|ADD|SET)_[A-Z_]+$/,
  /change[-_ ]?me|replace[-_ ]?(me|with|this)|place[-_ ]?holder|your[-_ ].*(here|key|token|secret|password)|^your[-_]|^my[-_]?(secret|password|token|key)$|to[-_ ]?be[-_ ]?(replaced|filled|set|provided|injected|added|defined|generated)|fill[-_ ]?(me|in)|insert[-_ ].*here|[-_ ]goes[-_ ]here$|dummy|not[-_ ]?a[-_ ]?(real|secret)|overrid(e|den)|redacted|managed[-_ ]by/i,
  // set-by-ci, TODO: ask the database team, see-vault, VAULT_SECRET_HERE
  /^((set|filled|provided|injected|supplied|generated|populated)[-_ ](by|from|in|at|via)|(todo|tbd|fixme)(?=[-_: ])|(see|in|from)[-_ ](vault|1password|sops|doppler|infisical))([-_: ]|$)/i,
  /^[a-z]{2,20}([-_ ][a-z]{2,20}){0,5}[-_ ]here$/i,
  // What Slack's own pages show.
  /hooks\.slack\.com\/services\/(x{2,}|T?0{4,}|Tx{3,}|\.{3}|\W?(your|change|replace))/i,
];

/** Fields of what engines keep in a Secret, which are settings next to the secret. */
const publicFields =
  /^(type|project|server|namespaces?|region|insecure|enableOCI|enableLfs|insecureIgnoreHostKey|githubAppID|githubAppInstallationID|clusterResources|forceHttpBasicAuth|known_hosts|token-id|auth-extra-groups|usage-bootstrap-(authentication|signing))$/i;

/** Lists of namespaces of a cluster may be long. */
const namesAlone = /^[a-z\d-]{1,63}(,[a-z\d-]{1,63})*$/;

/** Keys whose value is a setting, too: they are in the open wherever the object is. Their words are parted by `_`. */
const publicKeys =
  /(^|[^a-z])(name|username|user|host(name)?|port|end_?point|region|bucket|database|db(name)?|(db|database)_?kind|e?mail|fname|lname|role|log_?level|issuer|audience|(account|app(lication)?|client|group|object|org(anization)?|project|subscription|team|tenant|tunnel|workspace|zone)_?id|protocol|provider|ssl_?mode|channel|type|mode|driver|format|locale|language|tz|scheme|domain|cidr|subnet|time_?zone)$/i;

/**
 * Keys of what anybody may have: `STRIPE_PUBLIC_KEY`, and variables that the tools of web pages put into the page, of which
 * those are left that say to be secret all the same.
 */
const keysOfAnybody =
  /(^|_)(public|publishable)_(api_)?key$|^(vite|next_public|nuxt_public|expo_public|react_app|vue_app|gatsby|public)_(?!.*(secret|private|pass)).*(key|token|id)$/i;

/** What Stripe calls publishable. */
const publishable = /^pk_(live|test)_[A-Za-z\d]{10,250}$/;

/** Keys that say which environment something is for. `.env` is a file of variables. */
const environmentKeys = /(^|[_-])env(ironment)?$/i;

/** Keys of addresses, which are open as long as they hold no password. */
const addressKeys =
  /(^|[^a-z])(url|uri|addr(ess)?|server|end_?point|githubAppEnterpriseBaseUrl)$/i;

/** `arn:aws:iam::123456789012:role/cart`: the name of something in AWS, even where that is a secret. */
const awsName =
  /^arn:aws[\w-]{0,20}:[a-z\d-]{1,40}:[a-z\d-]{0,40}:(\d{1,12}|aws)?:[\w+=,.@:/*-]{1,500}$/;

/** Keys of places in a file system. */
const pathKeys = /(^|[^a-z])(path|file|filename|dir|directory)$/i;

/** `smtp.acme.example:587`: where something is, and not how to get in. */
const hostAndPort =
  /^[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){1,8}(:\d{2,5}|(?<=\.[^.]{1,63}\.[a-z]{2,20}))$/i;

/** `domain_of_shop`: names of hosts, whatever they end in. */
const domainKeys = /(^|_)(domain|host(name)?)(_|$)/i;

/** `10.0.0.1`, `10.0.0.0/16`, `fd00::1`. */
const networkAddress =
  /^(\d{1,3}(\.\d{1,3}){3}|[a-f\d]{0,4}(:[a-f\d]{0,4}){2,7})(\/\d{1,3})?$/i;

/** An address with a password in it, or one that is a password. */
function isOpenAddress(key: string, text: string): boolean {
  return (
    addressKeys.test(key) &&
    text.length < 500 &&
    !holdsLogin(text) &&
    !/hooks?\.|webhook|[?&](token|key|sig|password)=/i.test(text)
  );
}

/** Keys of what opens something, whatever its value looks like. */
export const secretKey =
  /(^|[^a-z])(password|passwd|passphrase|pass|pwd|pin|secret|token|api_?key|access_?key|private_?key|secret_?(access_?)?key|key|credentials?)(_?id)?$|password$|secret$|token$|access_?key(_?id)?$/i;

/** `ops@acme.example, dba@acme.example`: who is written to. */
const mailAddresses =
  /^[\w.+-]{1,64}@[\w-]{1,63}(\.[\w-]{1,63}){1,8}(\s?[,;]\s?[\w.+-]{1,64}@[\w-]{1,63}(\.[\w-]{1,63}){1,8}){0,20}$/;

/** `application/json`: what the header of a request says. */
const mediaType =
  /^(application|audio|image|multipart|text|video)\/[\w.+-]{1,80}(;\s?charset=[\w-]{1,20})?$/i;

/** Keys of what is as often the name of a file as what is in it. */
const fileKeys = /(^|[^a-z])(key|cert(ificate)?|credentials?)$/i;

/** `/secret/sshkey`: what is drawn by lot may well begin with a slash, but is no plain words. */
const pathOfWords =
  /^(?:\/\.?[a-z][a-z_.-]{1,60}\d{0,2}){2,12}(?<=(?:key|pem|crt|cert?|json|ya?ml|rsa|ed25519|ssh|credentials?))$/;

/** Whether a value says where something is, whom it is for, or what it is written in. */
function isPlace(key: string, text: string): boolean {
  return (
    (pathKeys.test(key) && /^\.{0,2}\/[\w./-]{1,300}$/.test(text)) ||
    // Where pods find what they are given.
    /^\/(var\/)?run\/secrets\/[\w./-]{1,300}$/.test(text) ||
    (fileKeys.test(key) && pathOfWords.test(text)) ||
    (!secretKey.test(key) &&
      (hostAndPort.test(text) ||
        (domainKeys.test(key) && /^[a-z\d*.-]{1,253}$/i.test(text)) ||
        networkAddress.test(text) ||
        mailAddresses.test(text) ||
        mediaType.test(text)))
  );
}

/** Certificates, and keys that go with one, in a file of their own. `session.key` may be any text. */
const keyFile =
  /\.(crt|cer|cert|pem)$|(^|[^a-z])(tls|ssl|ca|server|client)\.key$/i;
/** Less than this is no certificate and no key. */
const shortestKey = 16;

/** A switch, a number, a duration. */
function isSetting(text: string): boolean {
  return /^(true|false|yes|no|on|off|\d{1,9}(\.\d{1,6})?(ms|s|m|h|d|w|[kmgt]i?b?)?)$/i.test(
    text,
  );
}

const longestPlaceholder = 400;

function isPlaceholder(text: string): boolean {
  return (
    standIn.test(text) ||
    placeholders.some(pattern => pattern.test(text)) ||
    // A password beside a name that is filled in is a password.
    (withoutFilledIn(text) !== text && !holdsLogin(text))
  );
}

function printable(text: string | undefined): string | undefined {
  return text !== undefined && /^[\x20-\x7e]{4,}$/.test(text)
    ? text
    : undefined;
}

/** What age or PGP encrypted, as it is or in base64, behind the word that some tool puts before it. */
const sealed =
  /^([\w+-]{1,20}:)?(-----BEGIN (AGE ENCRYPTED FILE|PGP MESSAGE)-----|LS0tLS1CRUdJTiBBR0UgRU5DUllQVEVE|LS0tLS1CRUdJTiBQR1AgTUVTU0FHRS)/;

/** Judges a value without keeping it. */
export function judgeSecretValue(
  name: string,
  text: string,
  encoding: Encoding,
): SecretValueKind {
  const written = text.trim();
  // `smtpHost` is `smtp_Host`.
  const key = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2');
  const known = kinds.get(written);
  if (known) {
    return known;
  }
  if (written === '') {
    return 'empty';
  }
  if (/^ENC\[AES256_GCM,data:/.test(written) || sealed.test(written)) {
    return 'encrypted';
  }
  const decoded =
    encoding === 'base64' ? (decodeBase64(written) ?? written) : written;
  const meant = decoded.trim();
  if (sealed.test(meant)) {
    return 'encrypted';
  }
  if (meant === '' || /^(\{\s*\}|\[\s*\]|null|"")$/.test(meant)) {
    return 'empty';
  }
  if (
    meant.length <= longestPlaceholder &&
    (isPlaceholder(meant) ||
      isPlaceholder(written) ||
      // Encoded although it need not be.
      isPlaceholder(printable(decodeBase64(meant)) ?? '') ||
      // secret_key: password
      (/^passw(or)?d$/i.test(meant) && !/pass|pwd/i.test(key)) ||
      // API_KEY: API_KEY
      (meant === name && /^[A-Z0-9]+_[A-Z0-9_]+$/.test(name)) ||
      // tls.key: A
      (keyFile.test(name) && meant.length < shortestKey))
  ) {
    return 'placeholder';
  }
  if (
    ((publicFields.test(name) ||
      (environmentKeys.test(key) && /^[\w.-]{1,40}$/.test(meant)) ||
      publicKeys.test(key.replaceAll(/[-.]/g, '_'))) &&
      (meant.length < 200 || namesAlone.test(meant)) &&
      !meant.split('\n').some(opensSomething)) ||
    keysOfAnybody.test(key.replaceAll(/[-.]/g, '_')) ||
    publishable.test(meant) ||
    awsName.test(meant) ||
    isOpenAddress(key, meant) ||
    isPlace(key, meant) ||
    (isSetting(meant) && !secretKey.test(key)) ||
    (/^-----BEGIN (TRUSTED |X509 )?(CERTIFICATE|CRL|PUBLIC KEY)-----/.test(
      meant,
    ) &&
      !meant.includes('PRIVATE')) ||
    /^(ssh-(rsa|ed25519|dss)|ecdsa-sha2-\S+) \S+( \S+)?$/.test(meant) ||
    isOpenRegistration(key, meant) ||
    isOpenKubeconfig(meant) ||
    isPage(key, meant) ||
    isOpenConfiguration(key, meant) ||
    isOpenJson(key, meant) ||
    (!secretKey.test(key) && areSettings(meant))
  ) {
    return 'public';
  }
  return 'value';
}

/** The `config` of an Argo CD cluster that logs in by other means than a token in it, or one that is filled in later. */
function isOpenRegistration(key: string, text: string): boolean {
  return (
    key === 'config' &&
    text.startsWith('{') &&
    !/token|password|keyData|secret|_key|"username"/i.test(
      withoutFilledIn(text).replace(
        /"\w{1,60}"\s{0,4}:\s{0,4}"(?:<[^<>"]{1,300}>)?"/g,
        '',
      ),
    )
  );
}

/** What the parts of an open kubeconfig may hold: nothing beside that is known to open nothing. */
const openFields = {
  config:
    /^(apiVersion|kind|clusters|contexts|current-context|preferences|users)$/,
  cluster:
    /^(server|certificate-authority(-data)?|insecure-skip-tls-verify|tls-server-name)$/,
  context: /^(cluster|user|namespace)$/,
  user: /^token$/,
};

/** A kubeconfig of a proxy that asks for no login, with something in the place of a token all the same. */
function isOpenKubeconfig(text: string): boolean {
  if (
    text.length >= 10_000 ||
    !/^kind:[ \t]*Config[ \t]*$/m.test(text) ||
    // Comments hold anything.
    text.includes('#')
  ) {
    return false;
  }
  let config: JsonValue;
  try {
    config = parse(text, { maxAliasCount: 0, logLevel: 'error' });
  } catch {
    return false;
  }
  const { config: ofConfig, ...parts } = openFields;
  return (
    hasOnly(config, ofConfig) &&
    hasOnly(config.preferences ?? {}, /^$/) &&
    Object.entries(parts).every(([part, fields]) => {
      const entries = config[`${part}s`] ?? [];
      return (
        Array.isArray(entries) &&
        entries.every(entry => {
          if (!hasOnly(entry, /^(name|cluster|context|user)$/)) {
            return false;
          }
          const held = entry[part] ?? {};
          return (
            hasOnly(held, fields) &&
            Object.values(held).every(
              value => value === null || typeof value !== 'object',
            ) &&
            !/[@?]/.test(String(held.server ?? '')) &&
            (!held.token || isPlaceholder(String(held.token)))
          );
        })
      );
    })
  );
}

function hasOnly(
  value: JsonValue | undefined,
  fields: RegExp,
): value is JsonObject {
  return (
    isObject(value) && Object.keys(value).every(field => fields.test(field))
  );
}

/** A page that people see, mostly before they log in. */
function isPage(key: string, text: string): boolean {
  return (
    /\.html?$/i.test(key) &&
    /^<(!doctype html|!--|html)/i.test(text) &&
    !text.includes('PRIVATE KEY-----')
  );
}

/** A line of configuration that sets what opens something. A switch does not: `--must-change-password=false`. */
const holdsPassword =
  /^(?!\s*(?:#|\/\/)).*(?:(?:password|passwd|passphrase|pass|pwd|secret|token|credentials?|key|auth|authorization)["'>]?\s*[:=>]\s*["']?(?!\$\w+["']?\s*$|(?:true|false)(?:["'\s,;)\]}]|$))[^\s"'<#]|hooks\.slack\.com|:\/\/\S*hooks?[./]|webhook(?!_configs?\b).*:\/\/|:\/\/\S*webhook|-----BEGIN)/i;

/** Addresses within a cluster, whose paths open nothing: `http://rollback.ops.svc:8080/webhook`. */
const clusterAddress =
  /\bhttps?:\/\/(?:[\w-]{1,63}|[\w-]{1,63}\.[\w-]{1,63}\.svc(?:\.cluster\.local)?)(?::\d{2,5})?(?=[/"'\s]|$)[^\s"'@?]{0,200}/gi;

/** `key: app.kubernetes.io/name`, `key: client-secret`: which label is meant, or which key of a Secret. */
const namedKey =
  /\bkey:\s{1,4}["']?([a-z\d-]{1,63}(\.[a-z\d-]{1,63}){1,8}\/[\w.-]{1,63}|([a-z]{1,20}[-_.]){0,4}(password|secret|token|key|username|user|id|crt))["']?\s*$/;

/** Keys of what says how something is spread, or logged. */
const openKeys =
  /\b(topology|time|level|name|caller|message|stacktrace)Key["']?:\s{1,4}\S+/g;

/** Whether a line of configuration holds what opens something. */
function opensSomething(line: string): boolean {
  const written = withoutFilledIn(line.slice(0, 500))
    .replace(clusterAddress, '')
    .replace(namedKey, '')
    .replace(openKeys, '');
  return holdsPassword.test(written) || holdsLogin(written);
}

/** Names of what opens something, with no mark before the word that says so: `DBPASS`. */
const openingName = /(PASS|PW|PSK|AUTH|PIN|KEY)$/;

/** Whether a value turns something on or off. */
export function isSwitch(text: string): boolean {
  return /^(true|false|yes|no|on|off)$/i.test(text);
}

/** `INSTALL_LOCK=true`, `ROOT=/data/git`: switches, numbers, places and plain words, one on a line. */
function areSettings(text: string): boolean {
  return (
    text.length < 10_000 &&
    text.split('\n').every(line => {
      const [, name, value] =
        /^\s*([A-Z][A-Z0-9_]{1,60})\s?=\s?(\S{1,200})\s*$/.exec(line) ?? [];
      return (
        name !== undefined &&
        !secretKey.test(name) &&
        (isSwitch(value) ||
          (!openingName.test(name) &&
            !opensSomething(line) &&
            (isSetting(value) ||
              /^\/[\w./-]*$/.test(value) ||
              /^[a-z]{1,20}(-[a-z]{1,20}){0,4}$/.test(value))))
      );
    })
  );
}

/** Longer JSON is looked at no further. */
const longestJson = 20_000;

/** A file of JSON none of whose texts opens anything. */
function isOpenJson(key: string, text: string): boolean {
  if (!/\.json$/i.test(key) || text.length > longestJson) {
    return false;
  }
  const pending: [key: string, value: JsonValue][] = [];
  try {
    pending.push([key, JSON.parse(text) as JsonValue]);
  } catch {
    return false;
  }
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [name, value] = next;
    if (typeof value === 'string' || typeof value === 'number') {
      if (judgeSecretValue(name, String(value), 'text') === 'value') {
        return false;
      }
    } else if (typeof value === 'object' && value !== null) {
      const children = Object.entries(value);
      // Keys of these may be what opens something.
      if (
        !Array.isArray(value) &&
        children.length > 0 &&
        /(passwords?|tokens?|secrets?|keys?|users|auths)$/i.test(name)
      ) {
        return false;
      }
      for (const [child, held] of children) {
        pending.push([Array.isArray(value) ? name : child, held ?? null]);
      }
    }
  }
  return true;
}

/** `CREATE USER shop PASSWORD '…'`, `IDENTIFIED BY '…'`: SQL puts no mark between the word and the password. */
function setsPassword(line: string): boolean {
  return /\b(password|identified\s+(with\s+\S+\s+)?(by|as))\s*(=\s*)?['"][^'"\s]/i.test(
    withoutFilledIn(line.slice(0, 500)),
  );
}

/** A configuration file, or registries to log in to, that hold no password. */
function isOpenConfiguration(key: string, text: string): boolean {
  if (/^\.?dockerc(onfigjson|fg)$/.test(key)) {
    return !/"(auth|password|identitytoken)"\s*:\s*"[^"]/.test(
      withoutFilledIn(text),
    );
  }
  if (/^\.npmrc$/.test(key)) {
    return !/_(auth|authToken|password)\s*=\s*[^\s$]/i.test(text);
  }
  return (
    /\.(properties|ya?ml|conf|config|cfg|ini|toml|xml|env|sh|lua|py|rb|js|groovy|sql|css)$/i.test(
      key,
    ) &&
    text.length < 100_000 &&
    !text
      .split('\n')
      .some(
        line =>
          opensSomething(line) || (/\.sql$/i.test(key) && setsPassword(line)),
      )
  );
}

/** Text of base64, or undefined when it is none. What is no text after decoding is a value all the same. */
export function decodeBase64(text: string): string | undefined {
  const compact = text.replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(compact) || compact.length % 4 === 1) {
    return undefined;
  }
  try {
    return atob(compact.replace(/-/g, '+').replace(/_/g, '/'));
  } catch {
    return undefined;
  }
}
