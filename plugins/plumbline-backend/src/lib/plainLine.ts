import { clean } from '@plumbline/gitops-lookup';

/**
 * What alerts and files say may be anything; a processor of notifications may take it for markup: chats ping whom
 * `<!channel>` means.
 */
export function plainLine(text: string, longest: number): string {
  return clean(text.replace(/[<>&]/g, ' '), longest).trim();
}
