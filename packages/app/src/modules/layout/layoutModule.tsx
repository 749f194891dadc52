import {
  BreadcrumbEntry,
  createFrontendModule,
  PageLayout,
  PageLayoutProps,
  useBreadcrumbEntries,
} from '@backstage/frontend-plugin-api';
import { SwappableComponentBlueprint } from '@backstage/plugin-app-react';
import { PluginHeader } from '@backstage/ui';
import { useResolvedPath } from 'react-router-dom';

/** Backstage's own page header, inside the landmark that makes it reachable for screen readers. */
function PortalPageLayout(props: PageLayoutProps) {
  const { title, icon, noHeader, titleLink, headerActions, tabs, children } =
    props;
  const parentPath = useResolvedPath('.').pathname.replace(/\/$/, '');
  const { items: breadcrumbs } = useBreadcrumbEntries();
  if (noHeader) {
    return <>{children}</>;
  }
  const content = (
    <>
      <header>
        <PluginHeader
          title={title}
          icon={icon}
          titleLink={titleLink}
          breadcrumbs={breadcrumbs}
          tabs={tabs?.map(tab => ({
            ...tab,
            href: tab.href.startsWith('/')
              ? tab.href
              : `${parentPath}/${tab.href}`.replace(/\/{2,}/g, '/'),
            matchStrategy: 'prefix',
          }))}
          customActions={headerActions}
        />
      </header>
      {children}
    </>
  );
  return title ? (
    <BreadcrumbEntry
      entry={{ label: title, href: titleLink ?? (parentPath || '/') }}
    >
      {content}
    </BreadcrumbEntry>
  ) : (
    content
  );
}

export const layoutModule = createFrontendModule({
  pluginId: 'app',
  extensions: [
    SwappableComponentBlueprint.make({
      name: 'core-page-layout',
      params: define =>
        define({ component: PageLayout, loader: () => PortalPageLayout }),
    }),
  ],
});
