import { ConfigReader } from '@backstage/config';
import { createHmac } from 'node:crypto';
import {
  readSenderCredentials,
  verifyHmac,
  verifySender,
  verifyTimestamp,
} from './verify';

const receivedAt = new Date('2026-11-23T02:00:00.000Z');

describe('verifySender', () => {
  const basic = Buffer.from('alerts:p:w').toString('base64');
  const token = { type: 'token', token: 'abc' } as const;
  const password = {
    type: 'basic',
    username: 'alerts',
    password: 'p:w',
  } as const;
  it.each([
    [token, 'Bearer abc', true],
    [token, 'bearer abc', true],
    [token, 'Bearer ABC', false],
    [token, 'Bearer abcd', false],
    [token, 'Bearer ', false],
    [token, 'abc', false],
    [token, '', false],
    [token, undefined, false],
    [password, `Basic ${basic}`, true],
    [password, 'Basic YWxlcnRzOg==', false],
    [password, `Bearer ${basic}`, false],
    [{ type: 'none' } as const, undefined, true],
  ])('%j %s: %s', (credentials, authorization, allowed) => {
    const rejection = verifySender(
      {
        body: new Uint8Array(),
        headers: { authorization },
        query: {},
        receivedAt,
      },
      credentials,
    );
    expect(rejection === undefined).toBe(allowed);
    expect(rejection?.reason ?? 'secret').toBe('secret');
  });
});

describe('readSenderCredentials', () => {
  it.each([
    [{ token: 'abc' }, 'token'],
    [{ username: 'a', password: 'b' }, 'basic'],
    [{ allowUnauthenticated: true }, 'none'],
    [{ allowUnauthenticated: false }, undefined],
    [{}, undefined],
  ])('%j', (config, type) => {
    expect(readSenderCredentials(new ConfigReader(config))?.type).toBe(type);
  });

  it('wants a password with a user name', () => {
    expect(() =>
      readSenderCredentials(new ConfigReader({ username: 'a' })),
    ).toThrow(/password/);
  });
});

describe('verifyHmac', () => {
  // The vector that GitHub publishes for its webhooks: the same algorithm.
  const secret = "It's a Secret to Everybody";
  const expected =
    '757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
  it.each([
    [[secret], [expected], true],
    [['old', secret], ['0'.repeat(64), expected.toUpperCase()], true],
    [['other'], [expected], false],
    [[secret], [expected.slice(1)], false],
    [[secret], [], false],
    [[], [expected], false],
  ])('%j %j: %s', (secrets, signatures, valid) => {
    expect(
      verifyHmac({
        secrets,
        signatures,
        payload: ['Hello, ', Buffer.from('World!')],
        encoding: 'hex',
      }),
    ).toBe(valid);
  });

  it('takes letters of base64 as they are', () => {
    const signature = createHmac('sha256', 'k').update('x').digest('base64');
    const valid = (given: string) =>
      verifyHmac({
        secrets: ['k'],
        signatures: [given],
        payload: ['x'],
        encoding: 'base64',
      });
    expect([valid(signature), valid(signature.toLowerCase())]).toEqual([
      true,
      false,
    ]);
  });
});

describe('verifyTimestamp', () => {
  it.each([
    ['2026-11-23T01:56:00Z', /^right$/],
    ['2026-11-23T02:04:00Z', /^right$/],
    ['2026-11-23T01:54:00Z', /long ago/],
    ['2026-11-23T02:06:00Z', /future/],
    ['never', /does not say/],
  ])('%s', (signedAt, message) => {
    const rejection = verifyTimestamp(new Date(signedAt), receivedAt);
    expect(rejection?.message ?? 'right').toMatch(message);
  });
});
