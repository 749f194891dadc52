import { openCheckout, OpenedCheckout } from '@plumbline/git-source';
import {
  ParsedRepository,
  RepositoryFacts,
  RepositoryReader,
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
    const reader = new RepositoryReader();
    const facts = await reader.read(checkout.tree, { onProgress });
    const { parsed } = reader;
    if (!parsed) {
      throw new Error(`${dir} was not read`);
    }
    return { checkout, facts, parsed };
  } catch (error) {
    await checkout.close();
    throw error;
  }
}
