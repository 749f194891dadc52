const key = 'plumbline.oncall.recent';
const kept = 8;
const longest = 2_000;

/** The last questions, newest first. Empty when the browser keeps nothing. */
export function recentQuestions(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(stored)
      ? stored.filter(item => typeof item === 'string').slice(0, kept)
      : [];
  } catch {
    return [];
  }
}

export function rememberQuestion(question: string): void {
  if (question.length > longest) {
    return;
  }
  const others = recentQuestions().filter(other => other !== question);
  store([question, ...others].slice(0, kept));
}

export function forgetQuestions(): void {
  store([]);
}

function store(questions: string[]): void {
  try {
    if (questions.length === 0) {
      localStorage.removeItem(key);
    } else {
      localStorage.setItem(key, JSON.stringify(questions));
    }
  } catch {
    // A browser that stores nothing forgets: that is its user's wish.
  }
}
