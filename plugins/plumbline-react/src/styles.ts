/** Of what is written as machines read it: names, paths, labels. @public */
export const monospace = {
  fontFamily: 'ui-monospace, Menlo, Consolas, monospace',
  fontSize: '0.875rem',
  overflowWrap: 'anywhere',
};

/** Of words that stand below others. @public */
export const secondary = {
  color: 'text.secondary',
  fontSize: '0.875rem',
  overflowWrap: 'anywhere',
};

/** Of a button that leads to somebody: large enough for a thumb, and no cut in what it says. @public */
export const largeButton = {
  textTransform: 'none',
  fontSize: '1rem',
  minHeight: 42,
  overflowWrap: 'anywhere',
  textAlign: 'left',
  lineHeight: 1.3,
};

/** Of a list of such buttons beside each other. @public */
export const inARow = {
  listStyle: 'none',
  m: 0,
  p: 0,
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  columnGap: 2,
  rowGap: 1.25,
};

/** Of tabs that a page begins with, or a part of it. @public */
export const tabsOfPage = {
  mb: 2,
  borderBottom: 1,
  borderColor: 'divider',
  // The first one begins where the page does.
  '& .MuiTabs-scrollButtons.Mui-disabled': { display: 'none' },
  // Ten of them fit beside each other.
  '& .MuiTab-root': { minWidth: 0, px: 1.5, letterSpacing: 'normal' },
};
