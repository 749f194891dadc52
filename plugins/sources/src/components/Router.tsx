import { NoSuchPage } from '@plumbline/plugin-plumbline-react';
import { Route, Routes } from 'react-router-dom';
import { ClusterPage } from './ClusterPage';
import { FilePage } from './FilePage';
import { RepositoryPage } from './RepositoryPage';
import { SourcesPage } from './SourcesPage';

export function Router() {
  return (
    <Routes>
      <Route path="/" element={<SourcesPage />} />
      <Route path="/cluster/:name" element={<ClusterPage />} />
      <Route path="/file" element={<FilePage />} />
      <Route path="/repository/*" element={<RepositoryPage />} />
      <Route path="*" element={<NoSuchPage />} />
    </Routes>
  );
}
