import { VersionPin } from '../../facts';
import { Entry } from './entries';

/** A version that an entry pins. */
export interface EntryVersion {
  kind: VersionPin['kind'];
  /** As it is written; for a bare text what the file as a whole is, `tag`. */
  key: string;
  value: string;
  line: number;
  /** What the key says that the version is of; absent where the file's path says it. */
  subject?: string;
  /** The image, where it is written with the version. */
  image?: string;
}

/** `image_tag`, `imageTag`, `tag`, `app-version`, `CHART_VERSION`: keys that mean the version of the file's subject. */
const ownKey =
  /^(?:(?:docker|container|app|application|service|release|deployed?|current)[-_.]?)?(?:(?:image)?[-_.]?(?:tag|digest)|image[-_.]?version|version|revision|git[-_.]?(?:sha|revision|ref|commit)|commit(?:[-_.]?sha)?|sha)$/i;
const chartKey = /^(?:helm[-_.]?)?chart[-_.]?version$/i;
/** The whole image under one key: `image: ghcr.io/acme/cart:1.2`. */
const imageKey = /^image$/i;
/** `CART_IMAGE_TAG`, `cartVersion`: keys that name the subject too. */
const subjectKey = /^(.+?)[-_.]?(?:image[-_.]?)?(tag|digest|version)$/i;
const chartOfSubject = /^(.+?)[-_.]?(?:helm[-_.]?)?chart[-_.]?version$/i;

/** `https://charts.example.com cart`: the repository of a chart, and its name. */
const chartReference = /^(?:https?|oci):\/\/\S+\s+([\w.-]+)$/;

/** Tags, semantic versions, digests and commits; no words that mean something else, no templates. */
const versionLike =
  /^(?=.*[\d]|latest$|main$|master$|edge$|stable$|nightly$|canary$|dev$)[A-Za-z0-9_][\w.+-]{0,127}(?:@sha256:[0-9a-f]{64})?$|^sha256:[0-9a-f]{64}$/;
/** `1.2`, `v280`, `2024-01-02.3`, a commit or digest: what nothing but a version looks like. */
const surelyVersion =
  /^v?\d+(?:\.\d+)+(?:[-+.][\w.+-]+)?$|^v\d+$|^[0-9a-f]{40}$|^sha256:[0-9a-f]{64}$|^(?:release|build)[-_]\d[\w.-]*$|^sha-[0-9a-f]{7,40}$/i;
const flag = /^(?:true|false|yes|no|on|off|enabled|disabled|\d{1,3})?$/i;

/** Keys of tools and platforms, whose version is not that of a service here. */
const platform =
  /^(?:api|terraform|tf|helm|kubectl|kubernetes|k8s|cluster|eks|aks|gke|schema|config|format|min|max|python|node|go|java|ruby|provider|postgres|engine|tls|http|ami|os|file|spec)$/i;
const versionFile = /version|tags?\b|image|release|chart/i;

/** The versions among the entries of a file; empty when the file holds anything else than versions and switches. */
export function versionsAmong(
  entries: Entry[],
  fileName: string,
): EntryVersion[] {
  const variables = entries.every(
    ({ key }) => key !== undefined && /^[A-Z][A-Z0-9_]*$/.test(key),
  );
  const versions: EntryVersion[] = [];
  for (const entry of entries) {
    const version = versionOf(entry, fileName);
    if (version) {
      versions.push(version);
    } else if (!variables && !flag.test(entry.value)) {
      // A file of settings that names some version among them is not about that version.
      return [];
    }
  }
  return versions;
}

function versionOf(
  { key, value, line }: Entry,
  fileName: string,
): EntryVersion | undefined {
  const version = (
    kind: VersionPin['kind'],
    subject?: string,
  ): EntryVersion => ({
    kind,
    key: key ?? 'tag',
    value,
    line,
    ...(subject === undefined ? {} : { subject }),
  });
  if (key === undefined) {
    return surelyVersion.test(value) ||
      (versionFile.test(fileName) && versionLike.test(value))
      ? version('image')
      : undefined;
  }
  const chart = chartReference.exec(key);
  if (chart) {
    return versionLike.test(value) ? version('chart', chart[1]) : undefined;
  }
  if (imageKey.test(key)) {
    const [, image, tag] =
      /^([\w.\-/]+(?::\d+\/[\w.\-/]+)?):([\w][\w.-]{0,127})$/.exec(value) ?? [];
    return tag === undefined
      ? undefined
      : { ...version('image'), value: tag, image };
  }
  if (!versionLike.test(value)) {
    return undefined;
  }
  if (chartKey.test(key)) {
    return version('chart');
  }
  if (ownKey.test(key)) {
    const commit = /sha|commit|revision|ref/i.test(key) && !/image/i.test(key);
    return version(commit ? 'revision' : 'image');
  }
  const ofChart = chartOfSubject.exec(key)?.[1];
  if (ofChart !== undefined) {
    return version('chart', subjectName(ofChart));
  }
  const subject = subjectKey.exec(key)?.[1];
  if (subject !== undefined) {
    return platform.test(subject) || !surelyVersion.test(value)
      ? undefined
      : version('image', subjectName(subject));
  }
  // `cart: 1.2.3` in a file that says of itself that it holds versions.
  return versionFile.test(fileName) &&
    surelyVersion.test(value) &&
    /^[a-z][\w.-]*$/.test(key)
    ? version('image', key)
    : undefined;
}

/** `CART_API` and `cartApi` are `cart-api`. */
function subjectName(words: string): string {
  return words
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/[_.]/g, '-')
    .toLowerCase();
}
