import { Contact } from '@plumbline/plugin-plumbline-common';
import { safeUrl } from './links';

const order: Contact['type'][] = ['oncall', 'chat', 'email', 'url', 'person'];

/** Where a way to reach a team leads; nothing where it is no more than a name. */
export function contactAddress(contact: Contact): string | undefined {
  return safeUrl(
    contact.url ??
      (contact.type === 'email' ? `mailto:${contact.value}` : undefined),
  );
}

/** The quickest way first; what leads to the same place only once. */
export function sortContacts(contact: Contact[]): Contact[] {
  const seen = new Set<string>();
  return [...contact]
    .sort(
      (a, b) =>
        order.indexOf(a.type) - order.indexOf(b.type) ||
        Number(Boolean(contactAddress(b))) - Number(Boolean(contactAddress(a))),
    )
    .filter(item => {
      const keys = [item.value, contactAddress(item)].flatMap(
        part => part?.toLowerCase() ?? [],
      );
      const known = keys.some(key => seen.has(key));
      keys.forEach(key => seen.add(key));
      return !known;
    });
}
