/**
 * Whether a value is a word for what is filled in elsewhere, when it is installed: `overridden-by-ci`,
 * `provide_through_set_flag`.
 */
export function isFilledElsewhere(value: string): boolean {
  return /^(overrid\w{0,6}|replac\w{0,4}|set|defined|provided?|injected|filled)[-_ ](by|in|at|on|me|from|through|via|with)([-_ ].*)?$/i.test(
    value,
  );
}
