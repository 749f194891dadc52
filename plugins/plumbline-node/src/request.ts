import { InputError, ResponseError } from '@backstage/errors';
import { parseJsonBody } from './alertmanagerAlerts';

/** A thousand alerts with long annotations have a few MB. */
const MAX_BYTES = 64 * 1024 * 1024;
/** What is read of the reason why a request failed. */
const MAX_ERROR_BYTES = 64 * 1024;

/** What is asked of another service. @public */
export interface BoundedRequest {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  signal: AbortSignal;
  /** What an answer may have at most. Default: 64 MiB. */
  maxBytes?: number;
}

/**
 * The answer of another service as it is. It is asked at this address and nowhere else, since credentials would follow; an answer that is
 * too long to be read is none.
 *
 * @throws ResponseError for everything but success
 * @public
 */
export async function requestBytes(
  url: string,
  { maxBytes = MAX_BYTES, ...request }: BoundedRequest,
): Promise<Uint8Array> {
  const response = await fetch(url, { ...request, redirect: 'error' });
  if (!response.ok) {
    const { bytes } = await read(response, MAX_ERROR_BYTES);
    throw await ResponseError.fromResponse(
      new Response(bytes.length > 0 ? bytes : null, response),
    );
  }
  const { bytes, whole } = await read(response, maxBytes);
  if (!whole) {
    throw new InputError(
      `${new URL(url).origin} answers with more than can be read`,
    );
  }
  return bytes;
}

/**
 * The same of JSON.
 *
 * @throws ResponseError for everything but success
 * @public
 */
export async function requestJson(
  url: string,
  request: BoundedRequest,
): Promise<unknown> {
  return parseJsonBody(await requestBytes(url, request));
}

async function read(
  response: Response,
  maxBytes: number,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; whole: boolean }> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.byteLength;
    if (length > maxBytes) {
      return { bytes: Buffer.concat(parts), whole: false };
    }
    parts.push(part);
  }
  return { bytes: Buffer.concat(parts), whole: true };
}
