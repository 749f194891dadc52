/** Writes the demo organisation into a folder of its own. */
export function generateAcme(targetDir: string): Promise<void>;
