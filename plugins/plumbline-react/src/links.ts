import { ObjectRef } from '@plumbline/plugin-plumbline-common';

const safeSchemes = [
  'http:',
  'https:',
  'mailto:',
  'tel:',
  'slack:',
  'msteams:',
];

/**
 * The URL when a browser may follow it, otherwise nothing: addresses come from labels and annotations that anybody
 * can write, `javascript:` among them.
 *
 * @public
 */
export function safeUrl(url: string | undefined): string | undefined {
  if (!url) {
    return undefined;
  }
  if (url.startsWith('/') && !url.startsWith('//')) {
    return url;
  }
  try {
    return safeSchemes.includes(new URL(url).protocol) ? url : undefined;
  } catch {
    return undefined;
  }
}

/** Where the contact of whoever is on call leads: a page, a phone number or a mailbox. @public */
export function directAddress(contact: string | undefined): string | undefined {
  if (!contact) {
    return undefined;
  }
  if (/^[^\s@]+@[^\s@]+$/.test(contact)) {
    return `mailto:${contact}`;
  }
  return /^\+?[\d\s()-]{6,}$/.test(contact)
    ? `tel:${contact.replace(/[^\d+]/g, '')}`
    : safeUrl(contact);
}

/** Address of an entity's page in the catalog, for refs of groups and users. @public */
export function catalogPath(ref: string): string | undefined {
  const match = /^(group|user):([^/]+)\/(.+)$/i.exec(ref);
  if (!match) {
    return undefined;
  }
  const [, kind, namespace, name] = match;
  return `/catalog/${encodeURIComponent(namespace)}/${kind.toLowerCase()}/${encodeURIComponent(name)}`;
}

/**
 * The page of an entity in the catalog; nothing for an object of a cluster.
 *
 * @public
 */
export function entityPath({
  apiVersion,
  kind,
  namespace = 'default',
  name,
}: ObjectRef): string | undefined {
  return /^backstage\.io\/v\d/.test(apiVersion)
    ? `/catalog/${[namespace, kind, name]
        .map(part => encodeURIComponent(part.toLowerCase()))
        .join('/')}`
    : undefined;
}
