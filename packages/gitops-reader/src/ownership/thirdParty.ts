const thirdParty =
  /(^|\/)(vendor|vendored|third[-_]?party|external|upstream|node_modules)\//i;

/** Whether a path says that what lies there was taken over from others, with what they say of its owners. */
export function isThirdParty(path: string): boolean {
  return thirdParty.test(path);
}
