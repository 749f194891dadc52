/** Documentation shows tokens too, which nobody can use. */
export const pretended =
  /Eby8vdM02xNO|EXAMPLE|example|(.)\1{5}|xxxx|XXXX|0123456|1234567|abcdef|ABCDEF|placeholder/;

/** Passwords that stand for one, or are known to everybody. */
export const commonPassword =
  /^(p(ass)?(w(or)?d|wd)?\d*|pswd|secret|token|admin|root|guest|user(name)?|test(ing)?|ci|dev|demo|local|example|postgres|mysql|mongo|redis|rabbitmq|minio|x-oauth-basic|x-access-token|changeme)$/i;
