import { maskSubject } from './maskText';

it.each([
  ['auth: fix the login', 'auth: fix the login'],
  ['fix(token)!: renew it in time', 'fix(token)!: renew it in time'],
  ['cart: 1.9.0 to staging (#168)', 'cart: 1.9.0 to staging (#168)'],
  ['password: hunter2', 'password: ••••••'],
  ['DB_PASSWORD: hunter2 on staging', 'DB_PASSWORD: ••••••'],
  ['Authorization: Bearer hunter2', undefined],
  ['fix: set password=hunter2', 'fix: set password=••••••'],
  ['DB_PASS: hunter2 on staging', 'DB_PASS: ••••••'],
  ['SMTP_AUTH: hunter2 on staging', 'SMTP_AUTH: ••••••'],
  ['AUTH: hunter2 on staging', 'AUTH: ••••••'],
  ['fix(token=hunter2): add it now', undefined],
  ['fix(https://me:hunter2@git.example): the address of it', undefined],
  ['Use https://me:hunter2@git.example/', undefined],
])('shows of the subject %p: %p', (subject, shown) => {
  const masked = maskSubject(subject);
  expect(masked).not.toContain('hunter2');
  expect(masked).toBe(shown ?? masked);
});
