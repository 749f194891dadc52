import { RootConfigService } from '@backstage/backend-plugin-api';
import { RenderOptions } from '@plumbline/gitops-lookup';

/** Where the portal and its page On call are, for links in texts and messages. Nothing of it where the portal does not know. */
export type Portal = Pick<RenderOptions, 'appUrl' | 'portalUrl'>;

export function portalOf(config: RootConfigService): Portal {
  const appUrl = config.getOptionalString('app.baseUrl')?.replace(/\/+$/, '');
  return appUrl ? { appUrl, portalUrl: `${appUrl}/oncall` } : {};
}
