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
