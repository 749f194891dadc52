import { openCheckout, OpenedCheckout } from '@plumbline/git-source';
import {
  ParsedFile,
  ParsedRepository,
  readRepository,
  RepositoryFacts,
} from '@plumbline/gitops-reader';

/** A checkout with all that was read of it. */
export interface ReadCheckout {
  checkout: OpenedCheckout;
  facts: RepositoryFacts;
  parsed: ParsedRepository;
}

/** Reads a checkout. The caller closes it. */
export async function readCheckout(
  dir: string,
  onProgress?: (progress: { files: number; read: number }) => void,
): Promise<ReadCheckout> {
  const checkout = await openCheckout(dir);
  try {
    const files = new Map<string, ParsedFile>();
    const facts = await readRepository(checkout.tree, {
      onProgress,
      // Nothing is kept between runs; this only looks at what is parsed.
      cache: {
        get: () => undefined,
        set: (_, file) => files.set(file.path, file),
      },
    });
    const listed = await checkout.tree.list();
    const parsed: ParsedRepository = {
      repository: facts.repository,
      revision: facts.revision,
      paths: new Set(listed.map(file => file.path)),
      files,
    };
    return { checkout, facts, parsed };
  } catch (error) {
    await checkout.close();
    throw error;
  }
}
