import { NotFoundErrorPage } from '@backstage/frontend-plugin-api';
import { Route, Routes } from 'react-router-dom';
import { AlertPage } from '../alerts/AlertPage';
import { OnCallPage } from './OnCallPage';

export function Router() {
  return (
    <Routes>
      <Route path="/" element={<OnCallPage />} />
      <Route path="/alerts/:id" element={<AlertPage />} />
      <Route path="*" element={<NotFoundErrorPage />} />
    </Routes>
  );
}
