import { resolvePackagePath } from '@backstage/backend-plugin-api';
import express, { Router } from 'express';

/** Where the page of saved answers and its service worker are served; open to everybody, for they hold no data. */
export const SAVED_PAGES_PATH = '/v1/saved-pages';

/** It shows text that others wrote, and asks nobody for anything. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src data:";

/**
 * A page that shows what a browser saved when the portal cannot be reached. The worker is registered by the On call page
 * for its own addresses, which lie outside of the API: the header permits that.
 */
export function createSavedPagesRouter(): Router {
  const router = Router();
  router.use(
    SAVED_PAGES_PATH,
    express.static(
      resolvePackagePath(
        '@plumbline/plugin-plumbline-backend',
        'assets/saved-pages',
      ),
      {
        index: false,
        setHeaders(response, file) {
          response.setHeader('Service-Worker-Allowed', '/');
          response.setHeader('Cache-Control', 'no-cache');
          if (file.endsWith('.html')) {
            response.setHeader('Content-Security-Policy', PAGE_POLICY);
          }
        },
      },
    ),
  );
  return router;
}
