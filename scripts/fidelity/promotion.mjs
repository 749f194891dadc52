import { grouped } from './figure.mjs';
import { histories } from './plumbline.mjs';

/** Changes of versions: the commit and both values, for the lines that the truth speaks of. */
export async function promotion(truth, report, checkout) {
  if (!truth.promotionHistory) {
    return [];
  }
  const files = new Set(truth.promotionHistory.map(({ file }) => file));
  const pins = new Map();
  for (const { environments } of report.services) {
    for (const { versions } of environments) {
      for (const { file, line, key, value } of versions) {
        if (files.has(file)) {
          pins.set(`${file}:${line} ${key}`, { file, line, key, value });
        }
      }
    }
  }
  const byFile = grouped(
    await histories(checkout, [...pins.values()]),
    ({ file }) => file,
  );
  const misses = [];
  const commits = [];
  let exact = 0;
  let told = 0;
  for (const wanted of truth.promotionHistory) {
    const changes = (byFile.get(wanted.file) ?? []).flatMap(pin => pin.changes);
    const there = changes.filter(({ commit }) => commit === wanted.commit);
    const right = there.find(
      ({ from = null, to = null }) =>
        from === wanted.previous && to === wanted.version,
    );
    const title = `${wanted.service} ${wanted.previous} > ${wanted.version} in ${wanted.env} (${wanted.file} at ${wanted.commit.slice(0, 12)})`;
    exact += right ? 1 : 0;
    if (!right) {
      misses.push(
        there.length > 0
          ? `as ${there.map(({ from, to }) => `${from} > ${to}`).join(', ')}: ${title}`
          : `missing: ${title}`,
      );
    }
    if (right) {
      const sameTime =
        Math.abs(Date.parse(right.at) - Date.parse(wanted.committedAt)) <
        24 * 3600_000;
      const sameAuthor = right.author === wanted.author;
      told += sameTime && sameAuthor && right.subject !== '' ? 1 : 0;
      if (!sameTime || !sameAuthor) {
        commits.push(`${right.author} at ${right.at}: ${title}`);
      }
    }
  }
  const total = truth.promotionHistory.length;
  return [
    { name: 'history of versions', recall: [exact, total], misses },
    {
      name: 'history, author and day',
      recall: [told, exact],
      misses: commits,
    },
  ];
}
