import { act, renderHook } from '@testing-library/react';
import { ReactNode } from 'react';
import { MemoryRouter, useLocation, useNavigate } from 'react-router-dom';
import { useFilters } from './useFilters';

function openAt(address: string) {
  const wrapper = (props: { children: ReactNode }) => (
    <MemoryRouter initialEntries={['/before', address]}>
      {props.children}
    </MemoryRouter>
  );
  return renderHook(
    () => ({
      ...useFilters(['text', 'team'], { tab: 'things' }),
      at: useLocation(),
      go: useNavigate(),
    }),
    { wrapper },
  ).result;
}

it('comes back from another page to the one before, and from a filter to where one was before', () => {
  const result = openAt('/list?tab=things&text=a&other=x');
  expect(result.current.filters).toEqual({ text: 'a' });
  act(() => result.current.showPage('two'));
  expect(result.current.at.search).toBe('?tab=things&text=a&cursor=two');
  expect(result.current.cursor).toBe('two');
  act(() => result.current.go(-1));
  expect(result.current.cursor).toBeUndefined();
  act(() => result.current.showPage('two'));
  // Another filter begins with the first page, in place of the one that was shown.
  act(() => result.current.show({ team: 'b' }));
  expect(result.current.at.search).toBe('?tab=things&text=a&team=b');
  act(() => result.current.showAll());
  expect(result.current.at.search).toBe('?tab=things');
  act(() => result.current.go(-3));
  expect(result.current.at.pathname).toBe('/before');
});
