import { z } from "zod";
import { NAMES } from "../../../shared/controls/names.ts";
import { Canvas, ProjectorSetup } from "../../../shared/controls/projectors.ts";
import type { Extent } from "../../../shared/mapping/canvas.ts";
import { PLAIN_PROJECTOR } from "../../../shared/mapping/plain-projector.ts";
import { MOST_PROJECTORS } from "../../../shared/protocol/projectors.ts";
import { check } from "../../core/check/check.ts";
import type { KeptFile } from "../../core/files/kept-file.ts";

/** What is kept of the projectors of a house. */
export interface KeptProjectors {
  readonly canvas: Extent | null;
  readonly projectors: ReadonlyMap<string, ProjectorSetup>;
}

const NOTHING: KeptProjectors = { canvas: null, projectors: new Map() };

/** Each projector is checked by itself, so that one that is broken takes no other with it. */
const Sheet = z.strictObject({
  canvas: Canvas.nullable().default(null),
  projectors: z.record(NAMES.projector, z.looseObject({})).default({}),
});

/** Reads what is kept; what is broken in it is left out and put aside. */
export const readProjectors = async (file: KeptFile): Promise<KeptProjectors> => {
  const found = await file.read();
  if (found === undefined) return NOTHING;
  const sheet = check(Sheet, found, "the file");
  if (!sheet.ok) {
    await file.putAside(sheet.reason);
    return NOTHING;
  }
  const projectors = new Map<string, ProjectorSetup>();
  const complaints: string[] = [];
  for (const [projector, setup] of Object.entries(sheet.value.projectors).slice(0, MOST_PROJECTORS)) {
    // What a newer version added is not in an older file.
    const checked = check(ProjectorSetup, { ...PLAIN_PROJECTOR, ...setup }, "it");
    if (checked.ok) projectors.set(projector, checked.value);
    else complaints.push(`projector "${projector}": ${checked.reason}`);
  }
  if (complaints.length > 0) await file.putAside(complaints.join(", "));
  return { canvas: sheet.value.canvas, projectors };
};
