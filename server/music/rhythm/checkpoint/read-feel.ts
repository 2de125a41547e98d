import { reasonOf } from "../../../../shared/events/report.ts";
import { LearntFeel } from "../../../core/music/learnt-feel.ts";
import { CheckpointError } from "./checkpoint-error.ts";
import { readOptional } from "./read-limited.ts";

/** The feel that training has fitted, beside the weights that magenta-js reads too. */
export const FEEL_FILE = "feel.json";
/** The largest there can be is half of this. */
const LARGEST_FEEL = 1 << 20;

/** A model's feel, or why it has none that can be used. */
interface FoundFeel {
  readonly feel: LearntFeel | null;
  /** One sentence with the way out; null where all is well, or there is no such file. */
  readonly complaint: string | null;
}

/** Reads the feel of the checkpoint in the folder or at the address `place`. Never rejects: a model plays without. */
export const readFeel = async (place: string): Promise<FoundFeel> => {
  const root = place.replace(/\/+$/, "");
  try {
    const bytes = await readOptional(root, FEEL_FILE, LARGEST_FEEL);
    if (bytes === null) return { feel: null, complaint: null };
    return { feel: parsed(new TextDecoder().decode(bytes)), complaint: null };
  } catch (error) {
    const why =
      error instanceof CheckpointError
        ? error.message.replace(/\.$/, "")
        : `${root}/${FEEL_FILE}: ${reasonOf(error)}; copy it again, or fit it anew with "antiphon train --memory-only"`;
    return { feel: null, complaint: `${why}; until then the model plays by its feel table, or a plain feel.` };
  }
};

const parsed = (text: string): LearntFeel => {
  const json: unknown = JSON.parse(text);
  const { version } = Object(json) as { version?: unknown };
  if (version !== 1) throw new Error(`its version is ${JSON.stringify(version) ?? "missing"} where 1 is known`);
  const { data, error } = LearntFeel.safeParse(json);
  if (data !== undefined) return data;
  const issue = error?.issues[0];
  throw new Error(`${issue?.path.join(".") || "the whole"}: ${issue?.message}`);
};
