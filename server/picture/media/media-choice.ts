import { z } from "zod";
import { check } from "../../core/check/check.ts";
import type { KeptFile } from "../../core/files/kept-file.ts";

/** Which clips are left out, by name; that of one that is not there counts again when it is. */
const KeptChoice = z.strictObject({ off: z.array(z.string().normalize().min(1).max(255)).max(2000).default([]) });
export type KeptChoice = z.infer<typeof KeptChoice>;

const NOTHING: KeptChoice = { off: [] };

/** Reads what is kept; what cannot be understood is put aside. */
export const readChoice = async (file: KeptFile): Promise<KeptChoice> => {
  const found = await file.read();
  if (found === undefined) return NOTHING;
  const sheet = check(KeptChoice, found, "the file");
  if (sheet.ok) return sheet.value;
  await file.putAside(sheet.reason);
  return NOTHING;
};
