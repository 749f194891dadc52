import { classifyEnvironment } from '../paths';

/**
 * What a release of a chart is of, by its name: without words of environments. What is called after the chart is of the chart.
 *
 * @public
 */
export function releaseSubject(
  release: string | undefined,
  chart: string,
): string {
  const own = chart.toLowerCase();
  const segments = (release ?? own).toLowerCase().split('-');
  const said = segments.filter(
    segment => classifyEnvironment(segment) === undefined,
  );
  const subject = said.join('-') || segments.join('-');
  return subject === own || subject.startsWith(`${own}-`) ? own : subject;
}
