import { Io } from './Io';

/** Tells on a terminal how far reading is, on a line that goes away. Silent elsewhere. */
export function progressOf(
  io: Io,
  what: string,
): ((progress: { files: number; read: number }) => void) | undefined {
  if (!io.color) {
    return undefined;
  }
  return ({ files, read }) => {
    io.stderr.write(
      read < files
        ? `\r\u001b[2KReading ${what}: ${read} of ${files} files`
        : '\r\u001b[2K',
    );
  };
}
