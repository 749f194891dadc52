import { NoSuchPage } from '@plumbline/plugin-plumbline-react';
import { Route, Routes, useResolvedPath } from 'react-router-dom';
import { BasePath } from '../paths';
import { AttentionPage } from './attention/AttentionPage';
import { MatrixPage } from './matrix/MatrixPage';
import { ComparePage } from './service/ComparePage';
import { ServicePage } from './service/ServicePage';

/** All pages about promotion, below wherever they are mounted. */
export function Router() {
  const { pathname } = useResolvedPath('');
  return (
    <BasePath.Provider value={pathname}>
      <Routes>
        <Route path="/" element={<MatrixPage />} />
        <Route path="/attention" element={<AttentionPage />} />
        <Route path="/service/:id" element={<ServicePage />} />
        <Route path="/service/:id/compare" element={<ComparePage />} />
        <Route path="*" element={<NoSuchPage />} />
      </Routes>
    </BasePath.Provider>
  );
}
