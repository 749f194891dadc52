/** A button that leads to somebody: large enough for a thumb, and no cut in what it says. */
export const buttonStyle = {
  textTransform: 'none',
  fontSize: '1rem',
  minHeight: 42,
  overflowWrap: 'anywhere',
  textAlign: 'left',
  lineHeight: 1.3,
};
