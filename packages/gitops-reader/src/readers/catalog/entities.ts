import {
  Contact,
  Evidence,
  FileLocation,
  JsonObject,
  TeamFact,
} from '../../facts';
import { isObject, listAt, objectAt, textAt, textsAt } from '../../lib/json';
import { LineTree, YamlDocument } from '../reader';
import { lineOf } from '../../yaml';

/** An entity of a Backstage catalog file. */
export interface CatalogEntity {
  kind: string;
  name: string;
  namespace: string;
  value: JsonObject;
  lines: LineTree;
  location: FileLocation;
}

/** Entities among the documents of a file. */
export function entitiesOf(
  documents: readonly YamlDocument[],
  file: Omit<FileLocation, 'line'>,
): CatalogEntity[] {
  const entities: CatalogEntity[] = [];
  for (const { value, lines, line } of documents) {
    const kind = textAt(value, 'kind');
    const name = textAt(value, 'metadata', 'name');
    if (
      isObject(value) &&
      kind &&
      name &&
      /^backstage\.io\/v\d/.test(textAt(value, 'apiVersion') ?? '') &&
      !/\{\{|\$\{/.test(name)
    ) {
      entities.push({
        kind,
        name,
        namespace: textAt(value, 'metadata', 'namespace') ?? 'default',
        value,
        lines,
        location: { ...file, line },
      });
    }
  }
  return entities;
}

/** A Group or User as a team with its aliases and contacts. */
export function teamOf(entity: CatalogEntity): TeamFact | undefined {
  const { kind, namespace, name, value, location } = entity;
  if (kind !== 'Group' && kind !== 'User') {
    return undefined;
  }
  const annotations = textsAt(value, 'metadata', 'annotations') ?? {};
  const aliases = new Set<string>([name]);
  for (const [key, text] of Object.entries(annotations)) {
    // Of GitLab it is named after the host: `gitlab.acme.example/team-path`.
    if (/^github\.com\/(team-slug|user-login)$|^[^/]+\/team-path$/.test(key)) {
      aliases.add(text.startsWith('@') ? text : `@${text}`);
    }
  }
  const displayName = textAt(value, 'spec', 'profile', 'displayName');
  const title = textAt(value, 'metadata', 'title') ?? displayName;
  if (title) {
    aliases.add(title);
  }
  const email = textAt(value, 'spec', 'profile', 'email');
  if (email) {
    aliases.add(email);
  }
  return {
    ref: `${kind}:${namespace}/${name}`.toLowerCase(),
    ...(title ? { title } : {}),
    aliases: [...aliases],
    contacts: contactsOf(entity),
    evidence: { type: 'file', location, text: `name: ${name}`.slice(0, 200) },
  };
}

function contactsOf(entity: CatalogEntity): Contact[] {
  const { value, lines, location } = entity;
  const contacts: Contact[] = [];
  const add = (
    contact: Omit<Contact, 'evidence'>,
    path: (string | number)[],
  ) => {
    const evidence: Evidence = {
      type: 'file',
      location: { ...location, line: lineOf({ lines }, path) },
      text: `${path[path.length - 1]}: ${contact.url ?? contact.value}`.slice(
        0,
        200,
      ),
    };
    const known = contacts.find(
      other => other.type === contact.type && other.value === contact.value,
    );
    if (known) {
      // An annotation names the channel, a link leads there: together they are one contact.
      known.url ??= contact.url;
    } else {
      contacts.push({ ...contact, evidence });
    }
  };
  const annotations = textsAt(value, 'metadata', 'annotations') ?? {};
  for (const [key, text] of Object.entries(annotations)) {
    const type = contactType(key);
    if (
      type &&
      text.trim() !== '' &&
      !/(key|token|secret|integration)$/i.test(key)
    ) {
      add({ type, value: text, ...(isWebUrl(text) ? { url: text } : {}) }, [
        'metadata',
        'annotations',
        key,
      ]);
    }
  }
  listAt(value, 'metadata', 'links').forEach((link, position) => {
    const url = textAt(link, 'url');
    if (url && isWebUrl(url)) {
      const title = textAt(link, 'title');
      // What its author says it is comes before what its title and address look like.
      const said = `${textAt(link, 'type') ?? ''} ${textAt(link, 'icon') ?? ''}`;
      add(
        {
          type:
            contactType(said) ?? contactType(`${title ?? ''} ${url}`) ?? 'url',
          value: title ?? url,
          url,
        },
        ['metadata', 'links', position, 'url'],
      );
    }
  });
  const email = textAt(objectAt(value, 'spec', 'profile'), 'email');
  if (email) {
    add({ type: 'email', value: email, url: `mailto:${email}` }, [
      'spec',
      'profile',
      'email',
    ]);
  }
  return contacts;
}

function contactType(words: string): Contact['type'] | undefined {
  if (
    /on-?_?\s?call|pager-?duty|opsgenie|incident\.io|rota\b|victorops/i.test(
      words,
    )
  ) {
    return 'oncall';
  }
  if (
    /slack|chat|\bteams\.microsoft|msteams|mattermost|discord|zulip|rocket/i.test(
      words,
    )
  ) {
    return 'chat';
  }
  return /e-?mail/i.test(words) ? 'email' : undefined;
}

/** Nothing but a page of the web may become a link. */
function isWebUrl(text: string): boolean {
  return /^https?:\/\/[^\s"'<>]+$/i.test(text);
}
