const percent = ([part, whole]) =>
  // Rounded down, so that 100 % means all of them.
  `${(Math.floor((1000 * part) / whole) / 10).toFixed(1)} %`;

/**
 * One line of the report.
 *
 * @typedef {object} Figure
 * @property {string} name
 * @property {[number, number]} [recall] found, of all that is true
 * @property {[number, number]} [precision] true, of all that was said
 * @property {string} [note]
 * @property {string[]} [misses] one line for each that is missing or wrong
 */

/** @param {Figure} figure */
export function render({ name, recall, precision, note }) {
  const shown = (what, ratio) => {
    if (!ratio) {
      return [];
    }
    return ratio[1] === 0
      ? [`${what} -`]
      : [`${what} ${percent(ratio)} (${ratio[0]} of ${ratio[1]})`];
  };
  const parts = [
    ...shown('recall', recall),
    ...shown('precision', precision),
    ...(note ? [note] : []),
  ];
  return `${name.padEnd(24)} ${parts.join(', ')}`;
}

/** Whether recall and precision reach so many percent. Nothing to find is all found. */
export function reaches(figure, minimum) {
  return [figure.recall, figure.precision].every(
    ratio => !ratio || ratio[1] === 0 || (100 * ratio[0]) / ratio[1] >= minimum,
  );
}

/** Groups a list by a key. */
export function grouped(items, keyOf) {
  const groups = new Map();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}
