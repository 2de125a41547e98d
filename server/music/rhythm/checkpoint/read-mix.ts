import { mistakenFile } from "../../../core/files/mistaken-file.ts";
import { LARGEST_MIX_FILE, MIX_FILE, parseMixFile } from "../memory/mix-file.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { CheckpointError } from "./checkpoint-error.ts";
import { readOptional } from "./read-limited.ts";

/**
 * How a model is mixed with a memory, from its folder or address. A model without the file, like every
 * one that was not trained here, has no fault; with one that cannot be used it has, and plays on.
 */
export const readMix = async (root: string): Promise<Pick<Checkpoint, "mix" | "mixFault">> => {
  try {
    const bytes = await readOptional(root, MIX_FILE, LARGEST_MIX_FILE);
    if (bytes === null) return { mix: null, mixFault: null };
    const read = parseMixFile(new TextDecoder().decode(bytes));
    if (!("fault" in read)) return { mix: read, mixFault: null };
    const mistaken = mistakenFile(bytes);
    return fault(
      `${root}/${MIX_FILE}: ${mistaken === null ? read.fault : `it is ${mistaken}`}; the usual weights are used, and "antiphon train --memory-only" writes new ones.`,
    );
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
    return fault(`${error.message.replace(/\.$/, "")}, and until then the usual weights are used.`);
  }
};

const fault = (mixFault: string): Pick<Checkpoint, "mix" | "mixFault"> => ({ mix: null, mixFault });
