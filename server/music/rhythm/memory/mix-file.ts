import { z } from "zod";
import { CLUES } from "./evidence.ts";
import { MIX_ROWS, type MixWeights } from "./mix-weights.ts";

/** Beside config.json in a model's folder; magenta-js does not look at it. */
export const MIX_FILE = "memory.json";
/** Ten times what the weights take. */
export const LARGEST_MIX_FILE = 1 << 18;

/** Another choice or order of clues is another version. */
const VERSION = 1;
/** No fitted weight comes near it. */
const HIGHEST = 1000;

const rows = (count: number) => z.array(z.array(z.number().min(-HIGHEST).max(HIGHEST)).length(CLUES)).length(count);

const MixFile = z.object({
  version: z.literal(VERSION),
  /** What it was fitted on, for people. */
  about: z.record(z.string(), z.json()).optional(),
  drums: rows(MIX_ROWS.drums),
  repeated: rows(MIX_ROWS.repeated),
  heard: rows(MIX_ROWS.heard),
});

/** What to write into the file. Weights are rounded to four places: use those that are read back. */
export const mixFileOf = (weights: MixWeights, about: Readonly<Record<string, string | number>>): string => {
  const lines = (name: keyof MixWeights): string =>
    `"${name}": [\n${Array.from({ length: MIX_ROWS[name] }, (_, row) => `  ${JSON.stringify([...weights[name].subarray(row * CLUES, (row + 1) * CLUES)].map(rounded))}`).join(",\n")}\n]`;
  return `{\n"version": ${VERSION},\n"about": ${JSON.stringify(about)},\n${lines("drums")},\n${lines("repeated")},\n${lines("heard")}\n}\n`;
};

const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;

/** The weights in a file, or one clause on why it has none. */
export const parseMixFile = (text: string): MixWeights | { readonly fault: string } => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { fault: "it is not JSON, perhaps cut short" };
  }
  const parsed = MixFile.safeParse(json);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    const version = (json as { version?: unknown } | null)?.version;
    return {
      fault:
        path[0] === "version"
          ? `it is of version ${JSON.stringify(version) ?? "none"}, and this program reads ${VERSION}`
          : `${path.join(".") || "the whole"}: ${message}`,
    };
  }
  const { drums, repeated, heard } = parsed.data;
  return { drums: flat(drums), repeated: flat(repeated), heard: flat(heard) };
};

const flat = (matrix: readonly (readonly number[])[]): Float32Array => Float32Array.from(matrix.flat());
