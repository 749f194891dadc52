import { forgetQuestions } from '../recent';
import { forgetAnswers } from './savedAnswers';
import { forgetTeams } from './savedTeams';

const key = 'plumbline.saved.for';

/**
 * What this browser keeps belongs to one user: where it was kept for another one, or nobody knows for whom, it is forgotten. To be
 * called before anything of it is shown or kept.
 */
export function keepFor(user: string): void {
  try {
    if (localStorage.getItem(key) !== user) {
      forgetAll();
      localStorage.setItem(key, user);
    }
  } catch {
    // A browser that stores nothing has nothing of anybody's.
  }
}

/** Forgets the answers, the questions and the teams. */
export function forgetAll(): void {
  forgetQuestions();
  forgetAnswers();
  forgetTeams();
}
