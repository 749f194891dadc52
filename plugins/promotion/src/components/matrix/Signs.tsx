import { PlaceState, placeStates } from '@plumbline/plugin-plumbline-common';
import { StateIcon } from '../StateIcon';

function idOf(name: PlaceState): string {
  return `plumbline-sign-${name}`;
}

/** The pictures of a grid, drawn once; each `Sign` refers to them. */
export function Signs() {
  return (
    <div className="plumbline-hidden" aria-hidden>
      {placeStates.map(state => (
        <StateIcon key={state} state={state} id={idOf(state)} />
      ))}
    </div>
  );
}

export function Sign(props: { of: PlaceState }) {
  return (
    <svg
      className="plumbline-sign"
      width="16"
      height="16"
      aria-hidden
      focusable="false"
    >
      <use href={`#${idOf(props.of)}`} width="16" height="16" />
    </svg>
  );
}
