import {
  NoSuchPage,
  oncallRouteRef,
  usePagePath,
} from '@plumbline/plugin-plumbline-react';
import { Route, Routes, useHref } from 'react-router-dom';
import { AlertPage } from '../alerts/AlertPage';
import { useSavedPages } from '../saved/useSavedPages';
import { OnCallPage } from './OnCallPage';

export function Router() {
  useSavedPages(useHref(usePagePath(oncallRouteRef) ?? '/oncall'));
  return (
    <Routes>
      <Route path="/" element={<OnCallPage />} />
      <Route path="/alerts/:id" element={<AlertPage />} />
      <Route path="*" element={<NoSuchPage />} />
    </Routes>
  );
}
