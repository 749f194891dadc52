import { RootConfigService } from '@backstage/backend-plugin-api';
import { mountedPath, RenderOptions } from '@plumbline/gitops-lookup';

/** Where the portal and its pages are, for links in texts and messages. No address where the portal does not know. */
export interface Portal extends Pick<RenderOptions, 'appUrl' | 'portalUrl'> {
  pages: NonNullable<RenderOptions['pages']>;
}

export function portalOf(config: RootConfigService): Portal {
  const appUrl = config.getOptionalString('app.baseUrl')?.replace(/\/+$/, '');
  const paths: Record<string, string> =
    config.getOptional('plumbline.pages') ?? {};
  const pages = Object.fromEntries(
    Object.entries(paths).map(([page, path]) => [`/${page}`, path]),
  );
  return {
    pages,
    ...(appUrl && {
      appUrl,
      portalUrl: `${appUrl}${mountedPath('/oncall', pages)}`,
    }),
  };
}
