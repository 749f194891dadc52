import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { Answer } from '@plumbline/plugin-plumbline-common';
import { plumblineApiRef } from '@plumbline/plugin-plumbline-react';
import {
  FakePlumblineApi,
  sampleAnswer,
  sampleNothing,
} from '@plumbline/plugin-plumbline-react/testUtils';
import { screen } from '@testing-library/react';
import { sampleTeam } from './__testUtils__/fakeApi';
import { EntityOwnerCard } from './components/entity/EntityCards';
import { TeamAttention } from './components/team/TeamAttention';

async function show(name: string, answer: Answer): Promise<void> {
  const entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name },
  };
  await renderInTestApp(
    <TestApiProvider
      apis={[[plumblineApiRef, new FakePlumblineApi({ answer })]]}
    >
      <EntityProvider entity={entity}>
        <EntityOwnerCard />
      </EntityProvider>
    </TestApiProvider>,
  );
}

it('says whose evidence it is', async () => {
  await show('cart', sampleAnswer);
  expect(await screen.findByText('Of Deployment shop/cart')).toBeVisible();
});

it('never shows the owner of another thing as that of the entity', async () => {
  await show('car', sampleAnswer);
  expect(
    await screen.findByText('Nothing that was read is called car.'),
  ).toBeVisible();
  expect(screen.getByText(/^A guess, of Deployment shop\/cart:/)).toBeVisible();
  expect(screen.queryByText(/ by a label/)).not.toBeInTheDocument();
});

it('says that nothing was found', async () => {
  await show('none', sampleNothing);
  expect(
    await screen.findByText('Nothing that was read is called none.'),
  ).toBeVisible();
  expect(screen.queryByText(/guess/)).not.toBeInTheDocument();
});

const inOrder = {
  ...sampleTeam().counts,
  contested: 0,
  findings: 0,
  alerts: 0,
  drift: 0,
  driftUnknown: 0,
  promotions: 0,
  secrets: 0,
  secretsUnknown: 0,
};

it.each([
  [{}, 'nothing to look at'],
  // What nothing tells of is not in order.
  [{ secrets: undefined }, 'nothing known to look at'],
  [{ driftUnknown: 3 }, 'nothing known to look at'],
  [
    { alerts: 2, drift: 1 },
    '2 alerts firing · 1 workload out of sync past due',
  ],
])('says of a team with %p what there is to look at', async (counts, words) => {
  const team = { ...sampleTeam(), counts: { ...inOrder, ...counts } };
  const { container } = await renderInTestApp(<TeamAttention team={team} />);
  expect(container).toHaveTextContent(words);
});
