import { Readable } from 'node:stream';

/** The world as a command sees it. */
export interface Io {
  stdin: Readable & { isTTY?: boolean };
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown };
  color: boolean;
}
