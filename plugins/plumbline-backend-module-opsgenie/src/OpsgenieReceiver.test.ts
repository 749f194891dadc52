import { mockServices } from '@backstage/backend-test-utils';
import { OpsgenieReceiver } from './OpsgenieReceiver';

function receiver(opsgenie: object): OpsgenieReceiver | undefined {
  return OpsgenieReceiver.fromConfig(
    mockServices.rootConfig({
      data: { plumbline: { alerts: JSON.parse(JSON.stringify({ opsgenie })) } },
    }),
    { logger: mockServices.logger.mock() },
  );
}

function request(body: object, authorization?: string) {
  return {
    body: Buffer.from(JSON.stringify(body)),
    headers: { authorization },
    query: {},
    receivedAt: new Date(),
  };
}

const event = (action: string) => ({
  action,
  alert: {
    alertId: '052652ac',
    tinyId: '23',
    alias: 'd3640fbd',
    message: '[FIRING:1] shop',
    entity: 'cart',
    source: 'alertmanager',
    tags: ['team:payments', 'cluster:prod-eu'],
    teams: ['t-1'],
    createdAt: 1763863200000,
    updatedAt: 1763863200000000000,
    ...(action === 'Create' && {
      details: { namespace: 'shop', pod: 'cart-6f5c9799d8-mf6hp' },
    }),
  },
  source: { name: 'prom', type: 'API' },
  integrationId: '37c8',
  integrationName: 'out',
});

describe('OpsgenieReceiver', () => {
  it('takes nothing without a token, and nothing with a wrong one', () => {
    expect(receiver({})).toBeUndefined();
    const verify = (authorization?: string) =>
      receiver({ token: 'abc' })?.verify(request({}, authorization))?.reason;
    expect([verify(), verify('Bearer x'), verify('Bearer abc')]).toEqual([
      'secret',
      'secret',
      undefined,
    ]);
  });

  it('reads details and tags as labels', () => {
    expect(receiver({ token: 'abc' })?.read(request(event('Create')))).toEqual({
      alerts: [
        expect.objectContaining({
          status: 'firing',
          labels: expect.objectContaining({
            alertname: '[FIRING:1] shop',
            namespace: 'shop',
            pod: 'cart-6f5c9799d8-mf6hp',
            team: 'payments',
            cluster: 'prod-eu',
            entity: 'cart',
          }),
          fingerprint: '052652ac',
          startsAt: '2025-11-23T02:00:00.000Z',
        }),
      ],
    });
  });

  it.each([
    ['Acknowledge', 'firing'],
    ['Close', 'resolved'],
    ['Delete', 'resolved'],
  ])('%s leaves it %s', (action, status) => {
    expect(
      receiver({ token: 'abc' })?.read(request(event(action))),
    ).toMatchObject({ alerts: [{ status, fingerprint: '052652ac' }] });
  });

  it.each([
    ['Create', undefined],
    ['EscalateNext', undefined],
    ['AddNote', true],
    ['AddTags', true],
    ['UpdatePriority', true],
  ])('%s tells of it, muted: %s', (action, muted) => {
    const read = receiver({ token: 'abc' })?.read(request(event(action)));
    expect(read?.alerts[0].muted).toBe(muted);
  });

  it.each([[{}], [{ action: 'Create' }], [{ action: 'Create', alert: {} }]])(
    'refuses %j',
    body => {
      expect(() => receiver({ token: 'abc' })?.read(request(body))).toThrow(
        /action.*alert/,
      );
    },
  );
});
