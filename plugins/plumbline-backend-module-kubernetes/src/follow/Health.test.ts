import { KubernetesError } from '../connect/KubernetesError';
import { Health } from './Health';

describe('Health', () => {
  const error = new KubernetesError('unreachable', 'It does not answer');

  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('gives a cluster up that answers nothing for long, and none that had nothing to say', () => {
    const health = new Health(30_000);
    jest.advanceTimersByTime(600_000);
    health.unreachable(error);
    jest.advanceTimersByTime(29_000);
    health.unreachable(error);
    health.answered();
    jest.advanceTimersByTime(600_000);
    health.unreachable(error);
    jest.advanceTimersByTime(31_000);
    expect(() => health.unreachable(error)).toThrow('It does not answer');
  });
});
