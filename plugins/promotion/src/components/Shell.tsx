import { PageBody, PageTabs } from '@plumbline/plugin-plumbline-react';
import { ReactNode } from 'react';
import { usePaths } from '../paths';

/** The pages about promotion, with the ways to the others on top. */
export function Shell(props: { children: ReactNode }) {
  const paths = usePaths();
  return (
    <PageBody>
      <PageTabs
        label="Promotion"
        views={[
          { to: paths.matrix, title: 'Matrix' },
          { to: paths.attention, title: 'Attention' },
        ]}
      />
      {props.children}
    </PageBody>
  );
}
