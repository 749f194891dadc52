import { FileLocation, VersionPin } from '../facts';

/** A version that a line of a file pins. Its evidence reads as that line does, by the last part of the key. */
export function versionPin(
  kind: VersionPin['kind'],
  name: string,
  value: string,
  location: FileLocation,
  key: string,
): VersionPin {
  return {
    kind,
    name,
    value,
    evidence: {
      type: 'file',
      location,
      text: `${key.split('.').pop()}: ${value}`.slice(0, 200),
    },
    key,
  };
}
