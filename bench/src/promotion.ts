import {
  assess,
  joinServices,
  Pin,
  PinChange,
  RepositoryService,
} from '@plumbline/gitops-promotion';
// The rows are the backend's own.
import { DatabaseSourceStore } from '../../plugins/plumbline-backend/src/index/DatabaseSourceStore';
import { DatabasePromotionStore } from '../../plugins/plumbline-backend/src/promotion/store/DatabasePromotionStore';
import { JudgedService } from '../../plugins/plumbline-backend/src/promotion/store/PromotionStore';
import { runsOf } from '../../plugins/plumbline-backend/src/promotion/store/serviceRows';
import { BenchDatabase } from './databases';
import { seeded } from './random';

const environments = ['development', 'staging', 'acceptance', 'production'];
const PER_REPOSITORY = 6;
const TEAMS = 60;

/** Writes so many services, each in four environments, as the maker of services does. */
export async function fillPromotion(
  { client, reader, analyze }: BenchDatabase,
  services: number,
): Promise<void> {
  const now = new Date();
  const sources = new DatabaseSourceStore(client, reader);
  const repositories = Array.from(
    { length: Math.ceil(services / PER_REPOSITORY) },
    (_, at) => `acme/config-${at}`,
  );
  await sources.recordListing(
    'bench',
    'repository',
    repositories.map(name => ({ name })),
    { now, factsVersion: 'bench' },
  );
  await sources.replaceTeams(
    'bench',
    Array.from({ length: TEAMS }, (_, at) => ({
      ref: `group:default/team-${at}`,
      title: `Team ${at}`,
      aliases: [`team-${at}`, `@acme/team-${at}`],
      contacts: [],
    })),
  );
  const judged = Array.from({ length: services }, (_, at) =>
    judgedService(at, repositories[Math.floor(at / PER_REPOSITORY)], now),
  );
  const store = new DatabasePromotionStore(client, reader, {});
  for (let from = 0; from < judged.length; from += 100) {
    const batch = judged.slice(from, from + 100);
    await store.replace(
      batch.map(({ service }) => service.name),
      batch,
    );
  }
  await analyze();
}

function judgedService(
  at: number,
  repository: string,
  now: Date,
): JudgedService {
  const name = `service-${at}-of-acme`;
  const random = seeded(at + 1);
  const pinIn = (environment: string, position: number): Pin => {
    const path = `apps/${name}/overlays/${environment}/kustomization.yaml`;
    const minor = 20 + position - Math.floor(random() * 3) * position;
    return {
      kind: 'image',
      name: `registry.acme.example/shop/${name}`,
      value: `4.${minor}.${Math.floor(random() * 9)}`,
      repository,
      path,
      line: 9,
      key: 'images[0].newTag',
      history: historyOf(minor, random, now),
    };
  };
  const [service] = joinServices([
    {
      repository,
      name,
      path: `apps/${name}`,
      places: environments.map((environment, position) => ({
        environment,
        cluster: `eu-${environment}`,
        pins: [pinIn(environment, environments.length - position)],
      })),
    } satisfies RepositoryService,
  ]);
  const cells = assess(
    name,
    service.places.map(place => ({
      ...place,
      running: {
        state: 'known',
        versions: place.pins.map(({ name: image, value }) => ({
          cluster: place.cluster ?? '',
          kind: 'Deployment',
          namespace: 'shop',
          object: name,
          pinned: 'image',
          name: image,
          value,
        })),
      },
    })),
    { order: environment => environments.indexOf(environment) },
  );
  return {
    service,
    owners: [`@acme/team-${at % TEAMS}`],
    cells: cells.map(cell => ({ ...cell, ...runsOf(cell) })),
    unread: [],
  };
}

function historyOf(
  minor: number,
  random: () => number,
  now: Date,
): PinChange[] {
  return Array.from({ length: 5 }, (_, back) => {
    const days = back * 9 + random() * 9;
    return {
      from: `4.${minor - back - 1}.0`,
      to: `4.${minor - back}.0`,
      commit: Array.from({ length: 40 }, () =>
        Math.floor(random() * 16).toString(16),
      ).join(''),
      at: new Date(now.getTime() - days * 24 * 3600_000).toISOString(),
      author: `Engineer ${Math.floor(random() * 200)}`,
      subject: `Release 4.${minor - back}`,
    };
  });
}
