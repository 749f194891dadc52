import { sampleAnswer } from '@plumbline/plugin-plumbline-react/testUtils';
import { recentQuestions, rememberQuestion } from '../recent';
import { keepFor } from './keepFor';
import { saveAnswer, savedAnswers } from './savedAnswers';

describe('keepFor', () => {
  beforeEach(() => localStorage.clear());

  it('keeps what one user was shown from the next one', () => {
    keepFor('user:default/a');
    saveAnswer({ title: 'cart', answer: sampleAnswer, link: '/oncall?q=cart' });
    rememberQuestion('cart');
    localStorage.setItem('plumbline.saved.teams', '{"teams":[]}');
    keepFor('user:default/a');
    expect(savedAnswers()).toHaveLength(1);
    expect(recentQuestions()).toEqual(['cart']);

    keepFor('user:default/b');
    expect(savedAnswers()).toEqual([]);
    expect(recentQuestions()).toEqual([]);
    expect(localStorage.getItem('plumbline.saved.teams')).toBeNull();
  });

  it('forgets what was kept for nobody knows whom', () => {
    saveAnswer({ title: 'cart', answer: sampleAnswer, link: '/oncall?q=cart' });
    keepFor('user:default/a');
    expect(savedAnswers()).toEqual([]);
  });

  it('keeps nothing of anybody where it cannot be told whose it is', () => {
    saveAnswer({ title: 'cart', answer: sampleAnswer, link: '/oncall?q=cart' });
    const set = jest
      .spyOn(Storage.prototype, 'setItem')
      .mockImplementation(() => {
        throw new Error('QuotaExceededError');
      });
    expect(() => keepFor('user:default/a')).not.toThrow();
    set.mockRestore();
    expect(savedAnswers()).toEqual([]);
  });
});
