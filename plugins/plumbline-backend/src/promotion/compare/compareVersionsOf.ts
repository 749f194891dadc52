import { artefactOf, compareVersions } from '@plumbline/gitops-promotion';
import {
  ComparedVersion,
  PromotedCell,
  PromotedChange,
  PromotedPin,
} from '@plumbline/plugin-plumbline-common';

/** What is pinned in either of two places, side by side. */
export function compareVersionsOf(
  from: Pick<PromotedCell, 'pins'>,
  to: Pick<PromotedCell, 'pins'>,
): ComparedVersion[] {
  const pairs = new Map<string, { from?: PromotedPin; to?: PromotedPin }>();
  const put = (side: 'from' | 'to', pins: PromotedPin[]) => {
    for (const pin of pins) {
      const id = artefactOf(pin);
      pairs.set(id, { [side]: pin, ...pairs.get(id) });
    }
  };
  put('from', from.pins);
  put('to', to.pins);
  return [...pairs.values()].flatMap(pair => {
    const pin = pair.from ?? pair.to;
    return pin
      ? [
          {
            kind: pin.kind,
            name: pin.name,
            ...(pair.from && { from: sideOf(pair.from) }),
            ...(pair.to && { to: sideOf(pair.to) }),
            ...orderOf(pair.from, pair.to),
          },
        ]
      : [];
  });
}

function sideOf({ value, digest, url }: PromotedPin) {
  return { value: value || (digest ?? ''), ...(url !== undefined && { url }) };
}

function orderOf(
  from: PromotedPin | undefined,
  to: PromotedPin | undefined,
): Pick<ComparedVersion, 'order' | 'reason'> {
  if (!from || !to) {
    return { order: 'unknown', reason: 'one of the two does not pin it' };
  }
  const found = compareVersions(from.value, to.value);
  return found.order === 'unknown'
    ? { order: 'unknown', reason: found.reason }
    : { order: found.order };
}

/**
 * What was changed in a place since it held a version: the newest first. Undefined where the history does not tell that
 * it ever did.
 */
export function changesSince(
  history: PromotedChange[] | undefined,
  version: string,
): PromotedChange[] | undefined {
  const moves = history?.filter(({ from, to }) => from !== to) ?? [];
  const at = moves.findIndex(({ to }) => to === version);
  if (at >= 0) {
    return moves.slice(0, at);
  }
  const last = moves.at(-1);
  return last?.from === version ? moves : undefined;
}
