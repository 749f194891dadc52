import { EvidenceLink as Place } from '@plumbline/plugin-plumbline-common';
import { Fragment } from 'react';
import { counted, describeEvidence } from '../words';
import { EvidenceLink } from './EvidenceLink';

/** Each place once, with how many of these stand there. @public */
export function distinctPlaces(places: Place[]): (Place & { times: number })[] {
  const found = new Map<string, Place & { times: number }>();
  for (const { evidence, url } of places) {
    const key = describeEvidence(evidence);
    const known = found.get(key);
    if (known) {
      known.times += 1;
    } else {
      found.set(key, { evidence, url, times: 1 });
    }
  }
  return [...found.values()];
}

/** One place, and how many times it says the same. @public */
export function EvidencePlace(props: { place: Place & { times: number } }) {
  const { evidence, url, times } = props.place;
  return (
    <>
      <EvidenceLink evidence={evidence} url={url} />
      {times > 1 && `, ${times.toLocaleString('en')} times`}
    </>
  );
}

/** Where a person can check what several marks say alike, each place once. @public */
export function EvidenceLinks(props: { places: Place[] }) {
  const places = distinctPlaces(props.places);
  const shown = places.slice(0, 3);
  return (
    <>
      {shown.map((place, at) => (
        <Fragment key={at}>
          {at > 0 && '; '}
          <EvidencePlace place={place} />
        </Fragment>
      ))}
      {places.length > shown.length &&
        `; and ${counted(places.length - shown.length, 'more place')}`}
    </>
  );
}
