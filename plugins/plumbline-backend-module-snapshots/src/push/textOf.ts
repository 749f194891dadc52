import { IncomingMessage } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { megabytes, Refusal } from './Refusal';

const texts =
  /^(application\/(json|yaml|x-yaml|octet-stream|x-www-form-urlencoded)|text\/(plain|yaml|x-yaml))$/;

/** Text of a request while it comes in, with what it came to so far. */
export interface IncomingText {
  chunks: AsyncIterable<string>;
  /** Bytes, unpacked. */
  readonly bytes: number;
}

/**
 * The body of a request as text, unpacked where it is compressed, and bounded: what is more than it may be is never read. The
 * request stays usable for an answer, however it ends.
 */
export function textOf(
  request: IncomingMessage,
  options: { maxBytes: number; what: string },
): IncomingText {
  const { maxBytes, what } = options;
  checkType(request);
  const tooLarge = () =>
    new Refusal(
      'large',
      `The ${what} is larger than ${megabytes(maxBytes)}, which is what is accepted`,
    );
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) {
    throw tooLarge();
  }
  const coding = codingOf(request);
  let bytes = 0;
  async function* decode(): AsyncGenerator<string> {
    const wire = bounded(received(request, what), maxBytes, tooLarge);
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const decoded = (chunk?: Uint8Array): string => {
      try {
        return decoder.decode(chunk, { stream: chunk !== undefined });
      } catch {
        throw new Refusal('unreadable', `The ${what} is not UTF-8`);
      }
    };
    for await (const chunk of coding === 'gzip' ? unpacked(wire, what) : wire) {
      bytes += chunk.length;
      if (bytes > maxBytes) {
        throw tooLarge();
      }
      yield decoded(chunk);
    }
    yield decoded();
  }
  return {
    chunks: decode(),
    get bytes() {
      return bytes;
    },
  };
}

function checkType(request: IncomingMessage): void {
  const [type] = (request.headers['content-type'] ?? '').split(';');
  if (type.trim() !== '' && !texts.test(type.trim().toLowerCase())) {
    throw new Refusal(
      'media',
      'The content type has to be application/json or application/yaml',
    );
  }
}

function codingOf(request: IncomingMessage): 'gzip' | 'identity' {
  const coding = (request.headers['content-encoding'] ?? 'identity')
    .trim()
    .toLowerCase();
  if (coding === 'gzip' || coding === 'x-gzip') {
    return 'gzip';
  }
  if (coding !== 'identity' && coding !== '') {
    throw new Refusal(
      'media',
      'The content encoding has to be gzip, or none at all',
    );
  }
  return 'identity';
}

async function* received(
  request: IncomingMessage,
  what: string,
): AsyncGenerator<Uint8Array> {
  try {
    // Whoever stops early still wants to answer.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      yield chunk;
    }
  } catch {
    throw new Refusal('unreadable', `The ${what} broke off while it came in`);
  }
}

async function* bounded(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
  tooLarge: () => Refusal,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      throw tooLarge();
    }
    yield chunk;
  }
}

async function* unpacked(
  chunks: AsyncIterable<Uint8Array>,
  what: string,
): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  pipeline(Readable.from(chunks), gunzip, () => {
    // What goes wrong shows where the result is read.
  });
  try {
    for await (const chunk of gunzip) {
      yield chunk;
    }
  } catch (error) {
    if (error instanceof Refusal) {
      throw error;
    }
    const cutOff =
      typeof error === 'object' &&
      error !== null &&
      'code' in error &&
      error.code === 'Z_BUF_ERROR';
    throw new Refusal(
      'unreadable',
      cutOff
        ? `The ${what} is cut off: its gzip ends in the middle`
        : `The ${what} does not unpack as gzip`,
    );
  }
}
