import {
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { Request } from 'express';

/** Who asks: somebody who is signed in, or another plugin. */
export function credentialsFrom(
  httpAuth: HttpAuthService,
): (request: Request) => Promise<BackstageCredentials> {
  return request =>
    httpAuth.credentials(request, { allow: ['user', 'service'] });
}
