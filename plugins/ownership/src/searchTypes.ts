const TYPES = ['plumbline', 'plumbline-file'];

/** Whether a result of the search is one of Plumbline's. */
export function isPlumblineResult({ type }: { type: string }): boolean {
  return TYPES.includes(type);
}
