// The saved answers, drawn without the portal. Everything comes from labels and files that others wrote: text only, and
// links only to addresses that a browser may follow.
const schemes = ['http:', 'https:', 'mailto:', 'tel:', 'slack:', 'msteams:'];

function storedAnswers() {
  try {
    const value = JSON.parse(
      localStorage.getItem('plumbline.saved.answers') ?? '[]',
    );
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

/** How every team is reached, and whether there are more than were kept. */
function storedTeams() {
  try {
    const { teams, cut } = JSON.parse(
      localStorage.getItem('plumbline.saved.teams') ?? '{}',
    );
    return Array.isArray(teams) ? { teams, cut } : { teams: [] };
  } catch {
    return { teams: [] };
  }
}

function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) {
    made.className = className;
  }
  made.append(...children.filter(child => child !== undefined));
  return made;
}

function safeUrl(url) {
  try {
    return schemes.includes(new URL(url).protocol) ? url : undefined;
  } catch {
    return undefined;
  }
}

function link(text, url) {
  const safe = safeUrl(url);
  if (!safe) {
    return text;
  }
  const anchor = element('a', '', text);
  anchor.href = safe;
  anchor.rel = 'noopener noreferrer';
  return anchor;
}

function list(items) {
  return items.length > 0
    ? element('ul', '', ...items.map(item => element('li', '', ...item)))
    : undefined;
}

function nameOf(ref) {
  return String(ref).split('/').at(-1) ?? '';
}

function ownersOf({ owners = [] }) {
  return owners.map(({ team, title }) => title || nameOf(team)).join(', ');
}

function subjectOf({ subject }) {
  if (!subject) {
    return '';
  }
  if (subject.type === 'object') {
    const name = [subject.namespace, subject.name].filter(Boolean).join('/');
    return [`${subject.kind} ${name}`, subject.cluster, subject.environment]
      .filter(Boolean)
      .join(' · ');
  }
  return subject.type === 'path'
    ? `${subject.path} in ${subject.repository}`
    : nameOf(subject.team);
}

function agoOf(at) {
  const minutes = Math.round((Date.now() - Date.parse(at)) / 60_000);
  if (!(minutes >= 1)) {
    return 'just now';
  }
  if (minutes < 120) {
    return `${minutes} min ago`;
  }
  return minutes < 2_880
    ? `${Math.round(minutes / 60)} h ago`
    : `${Math.round(minutes / 1440)} days ago`;
}

function contactsOf(contacts = []) {
  return list(
    contacts.map(({ type, value, url }) => [
      link(value, url ?? (type === 'email' ? `mailto:${value}` : '')),
    ]),
  );
}

function onCallOf({ onCall = [] }) {
  return list(
    onCall.map(({ person, contact, until }) => [
      `On call: ${person ? nameOf(person) : 'nobody is named'}${contact ? `, ${contact}` : ''}${until ? `, until ${new Date(until).toLocaleString()}` : ''}`,
    ]),
  );
}

function draw({ title, savedAt, address, answer }) {
  const { config = [], lastChange } = answer;
  const asked = address === window.location.href;
  return element(
    'article',
    asked ? 'asked' : '',
    element('h2', 'title', title.slice(0, 300)),
    element(
      'p',
      'owner',
      ownersOf(answer) || (answer.unowned ? 'No owner' : 'Not in the index'),
    ),
    element('p', '', subjectOf(answer)),
    onCallOf(answer),
    contactsOf(answer.contact),
    list(
      config.map(({ repository, path, line, url }) => [
        element('code', '', link(`${path}${line ? `:${line}` : ''}`, url)),
        ` in ${repository}`,
      ]),
    ),
    lastChange &&
      element(
        'p',
        '',
        'Changed last: ',
        link(lastChange.subject, lastChange.url),
        ` (${lastChange.author}, ${lastChange.at})`,
      ),
    element('p', 'quiet', `Saved ${agoOf(savedAt)}`),
  );
}

function drawTeam({ team, title, contacts }) {
  return element(
    'article',
    '',
    element('h3', '', title || nameOf(team)),
    contactsOf(contacts),
  );
}

/** How to reach every team that an answer named: the newest answer's word counts. */
function directory(answers, kept) {
  const teams = new Map();
  for (const { answer } of answers) {
    for (const { team, title } of answer.owners ?? []) {
      const contacts = (answer.contact ?? []).filter(
        contact => contact.team === team,
      );
      if (!teams.has(team) && contacts.length > 0) {
        teams.set(team, { team, title, contacts });
      }
    }
  }
  for (const { team, title, contacts } of kept) {
    if (!teams.has(team)) {
      teams.set(team, { team, title, contacts });
    }
  }
  return [...teams.values()].sort((a, b) =>
    nameOf(a.team).localeCompare(nameOf(b.team)),
  );
}

const answers = storedAnswers()
  .filter(entry => entry?.answer && entry.title && entry.savedAt)
  // What the address asks for stands first.
  .sort(
    (a, b) =>
      Number(b.address === window.location.href) -
      Number(a.address === window.location.href),
  );
const kept = storedTeams();
const teams = directory(answers, kept.teams);
const cut = kept.cut
  ? ` There are more teams than the ${kept.teams.length} that were kept.`
  : '';

function show(words) {
  const fits = entry =>
    words.every(word => JSON.stringify(entry).toLowerCase().includes(word));
  const shown = answers.filter(fits);
  const shownTeams = teams.filter(fits);
  document.getElementById('answers').replaceChildren(...shown.map(draw));
  document.getElementById('teams').replaceChildren(...shownTeams.map(drawTeam));
  document.getElementById('teams-title').hidden = shownTeams.length === 0;
  document.getElementById('count').textContent =
    answers.length === 0
      ? `Nothing was saved yet: answers are kept as they are looked at.${cut}`
      : `${shown.length} of ${answers.length} saved answers.${cut}`;
}

const find = document.getElementById('find');
find.addEventListener('input', () =>
  show(find.value.toLowerCase().split(/\s+/).filter(Boolean)),
);
document
  .getElementById('retry')
  .addEventListener('click', () => window.location.reload());
show([]);
