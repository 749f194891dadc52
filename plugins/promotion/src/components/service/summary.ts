import {
  PromotedCell,
  PlaceState,
  placeStateOf,
  placeUrgency,
} from '@plumbline/plugin-plumbline-common';
import { formatSpan } from '@plumbline/plugin-plumbline-react';
import {
  environmentName,
  lagCounts,
  placeName,
  shortVersion,
  standingOf,
  stateWords,
  waitOf,
} from '../../words';

type Sentence = (cell: PromotedCell, now: number) => string;

const because: Sentence = cell =>
  `${placeName(cell)}: ${stateWords[placeStateOf(cell)].label}, because ${cell.reason}.`;

const sentences: Record<PlaceState, Sentence> = {
  diverged: cell => {
    const { diverged } = cell;
    return diverged
      ? `${diverged.cluster} runs ${shortVersion(diverged.running)}, while Git asks for ${shortVersion(diverged.intended)}.`
      : because(cell, 0);
  },
  missing: cell =>
    `${placeName(cell)} does not have it: ${cell.runsReason ?? 'the cluster was read, and it is not there'}.`,
  'rolled-back': cell => {
    const { version } = standingOf(cell);
    return `${placeName(cell)} went back${
      cell.rolledBack ? ` from ${shortVersion(cell.rolledBack.from)}` : ''
    }${version ? ` to ${shortVersion(version)}` : ''}.`;
  },
  behind: (cell, now) => {
    const standing = standingOf(cell);
    const counts = lagCounts(standing);
    const wait = waitOf(standing, now);
    return `${placeName(cell)} is ${counts ? `${counts} ` : ''}behind${
      cell.before ? ` ${environmentName(cell.before.environment)}` : ''
    }${wait ? `; a newer version has waited ${wait}` : ''}.`;
  },
  ahead: because,
  different: because,
  floating: because,
  unknown: because,
  same: because,
  first: because,
};

function inOrder(versions: ReadonlySet<string | undefined>): string {
  const [version] = versions;
  if (versions.size > 1) {
    return 'Nothing waits, and nothing is out of order.';
  }
  return `All environments hold ${version ? shortVersion(version) : 'the same'}.`;
}

/** What there is to say about a service, in a sentence or two: the most urgent of its places. */
export function summaryOf(cells: PromotedCell[], now: number): string {
  const [worst] = [...cells].sort((a, b) => placeUrgency(a) - placeUrgency(b));
  if (!worst) {
    return 'It stands nowhere.';
  }
  const state = placeStateOf(worst);
  if (stateWords[state].tone === 'calm') {
    const versions = new Set(cells.map(cell => standingOf(cell).version));
    const last = cells
      .flatMap(({ since }) => since ?? [])
      .sort()
      .at(-1);
    const age = last && formatSpan(now - Date.parse(last));
    return [
      cells.length === 1
        ? `It stands in ${placeName(worst)} alone.`
        : inOrder(versions),
      age && `The last change was ${age} ago.`,
    ]
      .filter(Boolean)
      .join(' ');
  }
  return sentences[state](worst, now);
}
