import { NotFoundErrorPage, useRouteRef } from '@backstage/frontend-plugin-api';
import { oncallRouteRef } from '@plumbline/plugin-plumbline-react';
import { Route, Routes } from 'react-router-dom';
import { AlertPage } from '../alerts/AlertPage';
import { useSavedPages } from '../saved/useSavedPages';
import { OnCallPage } from './OnCallPage';

export function Router() {
  useSavedPages(useRouteRef(oncallRouteRef)?.() ?? '/oncall');
  return (
    <Routes>
      <Route path="/" element={<OnCallPage />} />
      <Route path="/alerts/:id" element={<AlertPage />} />
      <Route path="*" element={<NotFoundErrorPage />} />
    </Routes>
  );
}
