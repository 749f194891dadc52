import { Answer } from '@plumbline/plugin-plumbline-common';

/** An answer as this browser keeps it, for when the portal cannot be reached. */
export interface SavedAnswer {
  /** The alert or the question. */
  title: string;
  /** Address of the page that shows the same. Absent for a question that is too long for one. */
  link?: string;
  /** Address that the browser was at: that of the link in the alert, say. Absent where it did not ask the question. */
  address?: string;
  /** RFC 3339. */
  savedAt: string;
  answer: Answer;
}

// The page that is shown without the portal reads the same key: plumbline-backend, assets/saved-pages/page.js.
const key = 'plumbline.saved.answers';
const kept = 30;
/** Characters of JSON; browsers keep some five million for a site. */
const longest = 60_000;

/** The answers shown last, newest first. Empty when the browser keeps nothing. */
export function savedAnswers(): SavedAnswer[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isSaved) : [];
  } catch {
    return [];
  }
}

/** Keeps an answer in place of an older one to the same question. */
export function saveAnswer(
  shown: Pick<SavedAnswer, 'title' | 'link' | 'answer'>,
  now: Date = new Date(),
): void {
  const saved: SavedAnswer = {
    ...shown,
    ...(shown.link && { address: window.location.href }),
    savedAt: now.toISOString(),
  };
  if (JSON.stringify(saved).length > longest) {
    return;
  }
  const others = savedAnswers().filter(other => keyOf(other) !== keyOf(shown));
  store([saved, ...others].slice(0, kept));
}

/** What was answered before: at a link, or to a question that is too long for one. */
export function savedAnswerTo(linkOrQuestion: string): SavedAnswer | undefined {
  return savedAnswers().find(saved => keyOf(saved) === linkOrQuestion);
}

function keyOf({ title, link }: Pick<SavedAnswer, 'title' | 'link'>): string {
  return link ?? title;
}

export function forgetAnswers(): void {
  store([]);
}

function store(answers: SavedAnswer[]): void {
  try {
    if (answers.length === 0) {
      localStorage.removeItem(key);
    } else {
      localStorage.setItem(key, JSON.stringify(answers));
    }
  } catch {
    // A browser that stores nothing, or is full, forgets.
  }
}

function isSaved(entry: unknown): entry is SavedAnswer {
  return (
    typeof entry === 'object' &&
    entry !== null &&
    'title' in entry &&
    typeof entry.title === 'string' &&
    (!('link' in entry) || typeof entry.link === 'string') &&
    'savedAt' in entry &&
    typeof entry.savedAt === 'string' &&
    'answer' in entry &&
    typeof entry.answer === 'object' &&
    entry.answer !== null
  );
}
