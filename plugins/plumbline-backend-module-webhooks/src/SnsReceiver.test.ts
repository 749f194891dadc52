import { ConfigReader } from '@backstage/config';
import { createSign, generateKeyPairSync } from 'node:crypto';
import { SnsReceiver } from './SnsReceiver';

const receivedAt = new Date('2026-11-23T02:00:10.000Z');
const topic = 'arn:aws:sns:eu-west-1:123456789012:alerts';
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const publicKey = keys.publicKey.export({ type: 'spki', format: 'pem' });
const subscribe = `https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${topic}&Token=t`;
const certificate =
  'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0a1b.pem';

const alarm = (state: string) =>
  JSON.stringify({
    AlarmName: 'cart-5xx',
    AWSAccountId: '123456789012',
    NewStateValue: state,
    OldStateValue: 'OK',
    NewStateReason: 'Threshold Crossed',
    StateChangeTime: '2026-11-23T02:00:00.000+0000',
    Region: 'EU (Ireland)',
    AlarmArn: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:cart-5xx',
    Trigger: {
      MetricName: 'pod_number_of_container_restarts',
      Namespace: 'ContainerInsights',
      Dimensions: [
        { name: 'ClusterName', value: 'prod-eu' },
        { name: 'Namespace', value: 'shop' },
        { name: 'PodName', value: 'cart' },
      ],
    },
  });

interface Options {
  type?: string;
  message?: string;
  version?: '1' | '2';
  topicArn?: string;
  url?: string;
  timestamp?: string;
}

function message(options: Options = {}) {
  const confirmation = options.type === 'SubscriptionConfirmation';
  const signed = {
    Message: options.message ?? alarm('ALARM'),
    MessageId: 'm-1',
    ...(confirmation
      ? {
          SubscribeURL: subscribe,
        }
      : { Subject: 'ALARM: "cart-5xx" in EU (Ireland)' }),
    Timestamp: options.timestamp ?? '2026-11-23T02:00:01.000Z',
    ...(confirmation && { Token: 't' }),
    TopicArn: options.topicArn ?? topic,
    Type: options.type ?? 'Notification',
  };
  const version = options.version ?? '2';
  const sign = createSign(version === '1' ? 'RSA-SHA1' : 'RSA-SHA256');
  Object.entries(signed).forEach(([key, value]) =>
    sign.update(`${key}\n${value}\n`),
  );
  return {
    ...signed,
    SignatureVersion: version,
    Signature: sign.sign(keys.privateKey, 'base64'),
    SigningCertURL: options.url ?? certificate,
  };
}

function request(body: object) {
  return {
    body: Buffer.from(JSON.stringify(body)),
    headers: { 'content-type': 'text/plain' },
    query: {},
    receivedAt,
  };
}

describe('SnsReceiver', () => {
  const asked: string[] = [];
  const receiver = (confirm = true) =>
    SnsReceiver.fromConfig(
      new ConfigReader({ topics: [topic], confirm }),
      async url => {
        asked.push(url);
        return url === certificate ? publicKey.toString() : '';
      },
    );

  beforeEach(() => {
    asked.length = 0;
  });

  it('takes nothing without topics', () => {
    expect(SnsReceiver.fromConfig(new ConfigReader({}))).toBeUndefined();
  });

  it.each<[string, object, string | undefined]>([
    ['version 2', message(), undefined],
    ['version 1', message({ version: '1' }), undefined],
    [
      'a confirmation',
      message({ type: 'SubscriptionConfirmation', message: 'Please confirm' }),
      undefined,
    ],
    ['another topic', message({ topicArn: `${topic}-2` }), 'sender'],
    ['a changed text', { ...message(), Message: alarm('OK') }, 'signature'],
    ['another version', { ...message(), SignatureVersion: '1' }, 'signature'],
    ['no signature', { ...message(), Signature: '' }, 'signature'],
    ['no message', {}, 'signature'],
    [
      'an old one',
      message({ timestamp: '2026-11-22T02:00:00.000Z' }),
      'timestamp',
    ],
    ...[
      'http://sns.eu-west-1.amazonaws.com/x.pem',
      'https://sns.eu-west-1.amazonaws.com.evil.example/x.pem',
      'https://evil.example/sns.eu-west-1.amazonaws.com/x.pem',
      'https://sns.eu-west-1.amazonaws.com:8443/x.pem',
      'https://user@sns.eu-west-1.amazonaws.com/x.pem',
      'https://sns.eu-west-1.amazonaws.com/x.txt',
      'https://sns.eu-west-1.amazonaws.com/?Action=Publish&x=.pem',
      'https://sns.eu-west-1.amazonaws.com/topic/SimpleNotificationService-0a1b.pem',
      `${certificate}?Action=Publish`,
      'file:///etc/x.pem',
      'x',
    ].map((url): [string, object, string] => [
      url,
      message({ url }),
      'signature',
    ]),
  ])('verifies %s', async (_, body, reason) => {
    const rejection = await receiver()?.verify(request(body));
    expect(rejection?.reason).toBe(reason);
    expect(asked.filter(url => url !== certificate)).toEqual([]);
  });

  it('does not know whether an alarm fires without data', () => {
    const read = receiver()?.read(
      request(message({ message: alarm('INSUFFICIENT_DATA') })),
    );
    expect(read).toEqual({ id: 'm-1', alerts: [] });
  });

  it('has a message sent again while its certificate cannot be fetched', async () => {
    let reachable = false;
    const one = SnsReceiver.fromConfig(
      new ConfigReader({ topics: [topic] }),
      async () => {
        if (!reachable) {
          throw new Error('connect ETIMEDOUT');
        }
        return publicKey.toString();
      },
    );
    await expect(one?.verify(request(message()))).rejects.toThrow(
      expect.objectContaining({ name: 'ServiceUnavailableError' }),
    );
    reachable = true;
    await expect(one?.verify(request(message()))).resolves.toBeUndefined();
  });

  it('asks for a certificate once', async () => {
    const one = receiver();
    await one?.verify(request(message()));
    await one?.verify(request(message()));
    expect(asked).toEqual([certificate]);
  });

  it.each([
    ['ALARM', 'firing', { startsAt: '2026-11-23T02:00:00.000Z' }],
    ['OK', 'resolved', { endsAt: '2026-11-23T02:00:00.000Z' }],
  ])('reads an alarm in state %s', (state, status, times) => {
    const read = receiver()?.read(request(message({ message: alarm(state) })));
    expect(read).toMatchObject({
      id: 'm-1',
      alerts: [
        {
          status,
          ...times,
          labels: {
            alertname: 'cart-5xx',
            ClusterName: 'prod-eu',
            Namespace: 'shop',
            PodName: 'cart',
            region: 'eu-west-1',
            account_id: '123456789012',
          },
          annotations: { summary: 'Threshold Crossed' },
          fingerprint:
            'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:cart-5xx',
        },
      ],
    });
  });

  it('confirms a subscription later, at hosts of SNS alone', async () => {
    const one = receiver();
    const read = one?.read(
      request(message({ type: 'SubscriptionConfirmation', message: 'Please' })),
    );
    const options = { signal: AbortSignal.timeout(1_000) };
    expect(read?.alerts).toEqual([]);
    await one?.fetch({ url: read?.followUps?.[0].url }, options);
    for (const url of [
      subscribe.replace('https:', 'http:'),
      subscribe.replace('amazonaws.com', 'amazonaws.com.evil.example'),
      subscribe.replace('ConfirmSubscription', 'Unsubscribe'),
      subscribe.replace(topic, `${topic}-2`),
      'https://evil.example/',
      undefined,
    ]) {
      await one?.fetch({ url }, options);
    }
    expect(asked).toEqual([subscribe]);
  });

  it('confirms none unless it is told to, and says so', async () => {
    const one = receiver(false);
    const body = message({
      type: 'SubscriptionConfirmation',
      message: 'Please',
    });
    await expect(one?.verify(request(body))).resolves.toMatchObject({
      reason: 'sender',
      message: expect.stringContaining('confirm: true'),
    });
    await one?.fetch(
      { url: subscribe },
      { signal: AbortSignal.timeout(1_000) },
    );
    expect(asked).toEqual([certificate]);
    await expect(one?.verify(request(message()))).resolves.toBeUndefined();
  });

  it('refuses messages that are no alarms', () => {
    expect(() =>
      receiver()?.read(request(message({ message: 'hello' }))),
    ).toThrow(/no alarm/);
  });
});
