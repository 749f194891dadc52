import { Route, Routes } from 'react-router-dom';
import { NoSuchPage } from '@plumbline/plugin-plumbline-react';
import { CoveragePage } from './coverage/CoveragePage';
import { TeamPage } from './team/TeamPage';
import { TeamsPage } from './teams/TeamsPage';
import { UnsettledPage } from './unsettled/UnsettledPage';

/** All pages about ownership, below wherever they are mounted. */
export function Router() {
  return (
    <Routes>
      <Route path="/" element={<TeamsPage />} />
      <Route path="/unowned" element={<UnsettledPage what="unowned" />} />
      <Route path="/contested" element={<UnsettledPage what="contested" />} />
      <Route path="/coverage" element={<CoveragePage />} />
      <Route path="/team/*" element={<TeamPage />} />
      <Route path="*" element={<NoSuchPage />} />
    </Routes>
  );
}
