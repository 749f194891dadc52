import { PageBody, PageTabs } from '@plumbline/plugin-plumbline-react';
import { ReactNode } from 'react';
import { usePaths } from '../paths';

/** The pages about ownership, with the ways to the others on top. */
export function Shell(props: { children: ReactNode }) {
  const paths = usePaths();
  return (
    <PageBody>
      <PageTabs
        label="Ownership"
        views={[
          { to: paths.teams, title: 'Teams' },
          { to: paths.unowned, title: 'Unowned' },
          { to: paths.contested, title: 'Contested' },
          { to: paths.coverage, title: 'Coverage' },
        ]}
      />
      {props.children}
    </PageBody>
  );
}
