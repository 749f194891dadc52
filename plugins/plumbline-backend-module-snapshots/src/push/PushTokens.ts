import { createHash, timingSafeEqual } from 'node:crypto';
import { Refusal } from './Refusal';
import { PushCluster } from './settings';

/** Knows which cluster a token belongs to. Keeps digests alone, and compares all of them in the same time. */
export class PushTokens {
  readonly #digests: { digest: Buffer; cluster: PushCluster }[];
  readonly #clusters: Map<string, PushCluster>;

  constructor(clusters: PushCluster[]) {
    this.#digests = clusters.flatMap(cluster =>
      cluster.tokens.map(token => ({ digest: digestOf(token), cluster })),
    );
    this.#clusters = new Map(clusters.map(cluster => [cluster.name, cluster]));
  }

  /** The cluster of that name, for who holds one of its tokens. */
  authenticate(authorization: string | undefined, name: string): PushCluster {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    const digest = digestOf(token ?? '');
    let owner: PushCluster | undefined;
    for (const known of this.#digests) {
      if (timingSafeEqual(known.digest, digest)) {
        owner = known.cluster;
      }
    }
    if (!token || !owner) {
      throw new Refusal(
        'unauthenticated',
        token
          ? 'The token is none of a cluster that pushes'
          : 'A push needs the token of its cluster: Authorization: Bearer <token>',
      );
    }
    if (!this.#clusters.has(name)) {
      throw new Refusal(
        'unknown',
        'No cluster of this name pushes snapshots: see plumbline.clusters in the configuration',
      );
    }
    if (owner.name !== name) {
      throw new Refusal(
        'forbidden',
        'The token belongs to another cluster than the one in the address',
      );
    }
    return owner;
  }
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
