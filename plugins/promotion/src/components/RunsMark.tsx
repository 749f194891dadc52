import { useTheme } from '@mui/material/styles';
import { Runs } from '@plumbline/plugin-plumbline-common';

/**
 * Whether the cluster runs what Git asks for, as a small picture: a full dot, a dot that is cut, an empty ring, or a
 * ring of dots where nobody knows. The words for it stand elsewhere.
 */
export function RunsMark(props: { runs: Runs }) {
  const { palette } = useTheme();
  const color = {
    'as-declared': palette.success.main,
    diverged: palette.error.main,
    missing: palette.error.main,
    unknown: palette.text.secondary,
  }[props.runs];
  return (
    <svg
      className="plumbline-runs"
      width="12"
      height="12"
      viewBox="0 0 12 12"
      aria-hidden
      focusable="false"
      style={{ verticalAlign: -1 }}
    >
      {props.runs === 'as-declared' ? (
        <circle cx="6" cy="6" r="5" fill={color} />
      ) : (
        <circle
          cx="6"
          cy="6"
          r="4.5"
          fill="none"
          stroke={color}
          strokeWidth="1.5"
          strokeDasharray={props.runs === 'unknown' ? '1.5 2' : undefined}
        />
      )}
      {props.runs === 'diverged' && (
        <path d="M2.5 9.5 9.5 2.5" stroke={color} strokeWidth="1.5" />
      )}
    </svg>
  );
}
