import { Answer } from '../../answer';
import { renderMarkdown } from './renderMarkdown';
import { renderSlack } from './renderSlack';
import { renderTeams } from './renderTeams';

const now = () => new Date('2026-11-23T02:00:00Z');
const options = {
  now,
  appUrl: 'https://portal.example',
  portalUrl: 'https://portal.example/oncall',
};

const base: Answer = {
  query: 'Deployment/shop/cart',
  candidates: [],
  owners: [],
  unowned: null,
  contested: false,
  claims: [],
  contact: [],
  config: [],
  version: { declared: [], running: [] },
  drift: [],
  secrets: [],
  links: [],
  asOf: {},
  stale: [],
  unknown: [],
  tookMs: 1,
};

const evidence = {
  type: 'file' as const,
  location: {
    repository: 'acme/app',
    revision: 'a'.repeat(40),
    path: 'CODEOWNERS',
    line: 7,
  },
};

/** An answer in which everything that others choose is the same text. */
function answerOf(text: string, url: string): Answer {
  return {
    ...base,
    subject: {
      type: 'object',
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      namespace: 'shop',
      name: text,
      reasons: [],
      confidence: 'certain',
      status: '2 of 3 ready',
    },
    owners: [
      {
        team: 'group:default/payments',
        title: text,
        raw: text,
        source: 'codeowners',
        confidence: 'likely',
        evidence,
      },
    ],
    contested: true,
    claims: [
      {
        team: text,
        raw: text,
        source: 'path-convention',
        decisive: false,
        evidence,
      },
    ],
    contact: [
      { type: 'chat', value: text, url, team: 'group:default/payments' },
    ],
    onCall: [
      {
        team: 'group:default/payments',
        person: text,
        contact: text,
        until: '2026-11-30T09:00:00Z',
        escalation: [text],
        source: 'rota',
        asOf: now().toISOString(),
        url,
      },
    ],
    config: Array.from({ length: 5 }, (_, at) => ({
      role: 'manifest',
      repository: 'acme/app',
      revision: 'a'.repeat(40),
      path: `${text}.yaml`,
      line: at + 1,
      url: '/sources/file?path=a',
    })),
    lastChange: {
      repository: 'acme/app',
      revision: 'b'.repeat(40),
      path: 'cart.yaml',
      at: '2026-11-23T01:30:00Z',
      author: text,
      subject: text,
      pullRequest: '12',
      url,
    },
    handWritten: {
      manager: text,
      operation: 'Update',
      at: '2026-11-23T01:58:00Z',
      fields: ['image'],
    },
    secretStates: [
      {
        name: text,
        state: 'failing',
        by: { kind: 'ExternalSecret', namespace: 'shop', name: text },
        cluster: 'prod-eu',
      },
    ],
    links: [{ title: text, url }],
    stale: [{ source: 'cluster:prod-eu', reason: text }],
    unknown: [text],
    asOf: { [`cluster:${text}`]: '2026-11-23T01:59:00Z' },
  };
}

const nice = answerOf('Cart', 'https://chat.example/a b(c)');

/** Text and links of a message, whatever its format is. */
const formats = {
  slack: (answer: Answer) => {
    const sections = renderSlack(answer, options).blocks.flatMap(
      ({ elements }) => elements,
    );
    const elements = sections.flatMap(section => section.elements);
    return {
      lines: sections.map(section =>
        section.elements.map(({ text }) => text).join(''),
      ),
      links: elements.flatMap(element =>
        element.type === 'link' ? [element.url] : [],
      ),
    };
  },
  teams: (answer: Answer) => {
    const [{ content }] = renderTeams(answer, options).attachments;
    return {
      lines: content.body.map(({ inlines }) =>
        inlines.map(({ text }) => text).join(''),
      ),
      links: [
        ...content.body.flatMap(({ inlines }) =>
          inlines.flatMap(({ selectAction }) =>
            selectAction ? [selectAction.url] : [],
          ),
        ),
        ...content.actions.map(({ url }) => url),
      ],
    };
  },
};

describe('a message', () => {
  it('puts owner and who is on call first, in Markdown', () => {
    expect(
      renderMarkdown(nice, { ...options, alert: 'CartDown, firing' }),
    ).toBe(
      `- **Alert**: CartDown, firing
- **Owner**: Cart (likely, CODEOWNERS: acme/app:CODEOWNERS:7)
- **On call**: [Cart until 2026-11-30 09:00 UTC, Cart, then Cart](<https://chat.example/a%20b(c)>)
- **Contested**: Cart (path convention)
- **Contact**: [Cart](<https://chat.example/a%20b(c)>)
- **What**: Deployment shop/Cart, 2 of 3 ready
- **Config**: [acme/app:Cart.yaml:1](<https://portal.example/sources/file?path=a>); [acme/app:Cart.yaml:2](<https://portal.example/sources/file?path=a>); [acme/app:Cart.yaml:3](<https://portal.example/sources/file?path=a>); 2 more
- **Changed**: [30 min ago by Cart: Cart (#12)](<https://chat.example/a%20b(c)>)
- **By hand**: Cart 2 min ago: image
- **Secrets**: Cart fails, says ExternalSecret shop/Cart
- **Links**: [Cart](<https://chat.example/a%20b(c)>)
- **Stale**: cluster:prod-eu: Cart
- **Unknown**: Cart
- **Read**: cluster:Cart 1 min ago
- **Portal**: [the whole answer](<https://portal.example/oncall?q=Deployment%2Fshop%2Fcart>)
`,
    );
  });

  it.each(Object.entries(formats))('says the same to %s', (_, read) => {
    const { lines, links } = read(nice);
    expect(lines[0]).toContain(
      'Owner: Cart (likely, CODEOWNERS: acme/app:CODEOWNERS:7)',
    );
    expect(lines[1]).toContain('On call: Cart until 2026-11-30 09:00 UTC');
    expect(links).toContain('https://chat.example/a%20b(c)');
    expect(links.at(-1)).toBe(
      'https://portal.example/oncall?q=Deployment%2Fshop%2Fcart',
    );
  });

  it('leads to the page of the alert where there is one', () => {
    const link = 'https://portal.example/oncall/alerts/a1';
    expect(renderMarkdown(nice, { now, link })).toContain(
      `- **Portal**: [the whole answer](<${link}>)`,
    );
  });

  it.each<[Partial<Answer>, string]>([
    [{ unowned: 'nobody' }, 'nobody claims this'],
    [{ unowned: 'explicit' }, 'nobody, on purpose'],
    [{}, 'unknown'],
  ])('says when there is no owner: %j', (part, text) => {
    const answer = { ...base, ...part };
    expect(renderMarkdown(answer)).toBe(`- **Owner**: ${text}\n`);
    expect(renderSlack(answer).text).toBe(`Owner: ${text}`);
  });

  it('stays smaller than Teams takes, however much there is to say', () => {
    const wordy = answerOf(
      '漢'.repeat(900),
      `https://a.example/${'x'.repeat(1_900)}`,
    );
    const message = JSON.stringify(renderTeams(wordy, options));
    expect(Buffer.byteLength(message)).toBeLessThan(20_000);
    expect(message).toContain('"text":"Owner: "');
    expect(message).toContain('"text":"Stale: "');
    expect(message).toContain('"text":"Unknown: "');
    expect(formats.teams(wordy).lines.at(-1)).toMatch(
      /^Shortened: no room for: .*Read$/,
    );
    expect(formats.teams(wordy).links.at(-1)).toMatch(/\/oncall\?q=/);
  });
});

describe('hostile text', () => {
  it.each<[string, string]>([
    ['**bold** _x_ ~~y~~', '`**bold** _x_ ~~y~~`'],
    ['`code`\n# head', '`` `code` # head ``'],
    ['```', '```` ``` ````'],
    ['[a](mailto:b)', '`[a](mailto:b)`'],
    ['![a](b)', '`![a](b)`'],
    ['<script>&lt;', '`<script>&lt;`'],
    ['@acme/all', '`@acme/all`'],
    ['https://evil.example', '`https://evil.example`'],
    ['www.evil.example', '`www.evil.example`'],
    ['<!channel> <@U1>', '`<!channel> <@U1>`'],
    ['a|b\\', '`a|b\\`'],
    ['\u202eevil\u0000', 'evil'],
  ])('%j shows as it is written', (text, escaped) => {
    const answer = answerOf(text, 'data:text/html,x');
    const markdown = renderMarkdown(answer, options);
    expect(markdown).toContain(`- **Links**: ${escaped}\n`);
    expect(markdown).not.toContain('data:text/html');
    expect(markdown.split('\n')).toHaveLength(15);
    const written = text.replace(/\n/g, ' ').replace(/[\p{Cc}\p{Cf}]/gu, '');
    for (const read of Object.values(formats)) {
      const { lines, links } = read(answer);
      expect(lines.map(line => line.trim())).toContain(`Links: ${written}`);
      for (const link of links) {
        expect(link).toMatch(/^https:\/\/portal\.example\//);
      }
    }
    expect(renderSlack(answer, options).text).not.toMatch(/[<>]/);
  });

  it.each([
    ['https://a.example/>)[x](y', 'https://a.example/%3E)[x](y'],
    ['https://a.example/?q=<x>|y', 'https://a.example/?q=%3Cx%3E%7Cy'],
  ])('%s is linked as one address', (url, href) => {
    expect(renderMarkdown(answerOf('a', url))).toContain(`[a](<${href}>)\n`);
    for (const read of Object.values(formats)) {
      expect(read(answerOf('a', url)).links).toContain(href);
    }
  });

  it.each(['{{DATE(2017-02-14T06:00:00Z)}}', '{{{DATE(2017)}}}'])(
    'cannot make a date of the name %s in Teams',
    name => {
      const answer = answerOf(name, '');
      expect(formats.teams(answer).lines.join()).not.toContain('{{');
    },
  );

  it('is no empty text, which Slack takes none of', () => {
    const answer = answerOf('\u200b\u202e', 'https://a.example');
    const elements = renderSlack(answer, options).blocks.flatMap(block =>
      block.elements.flatMap(section => section.elements),
    );
    expect(elements.map(({ text }) => text)).not.toContain('');
    expect(formats.slack(answer).lines).toContain('Links: (nothing to read)\n');
  });
});
