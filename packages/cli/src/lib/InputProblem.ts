/** Something that was given cannot be read. The message names it. */
export class InputProblem extends Error {
  override readonly name = 'InputProblem';
}
