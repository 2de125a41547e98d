import { z } from "zod";
import { PASSES, type PassName } from "../../../shared/picture/passes.ts";
import { check } from "../../core/check/check.ts";
import type { KeptFile } from "../../core/files/kept-file.ts";

/** No scene declares as many parameters. */
export const MOST_TURNED = 32;

/** What is laid over the picture by hand and outlives the server; `PictureBoard` says why this and no more. */
export interface KeptPicture {
  readonly blackout: boolean;
  readonly flashLimiter: boolean;
  readonly bypass: boolean;
  readonly passes: Readonly<Partial<Record<PassName, number>>>;
  /** In the parameter's own unit, by scene and parameter. */
  readonly parameters: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export const NOTHING_KEPT: KeptPicture = {
  blackout: false,
  flashLimiter: true,
  bypass: false,
  passes: {},
  parameters: {},
};

const Doses = z.partialRecord(z.enum(PASSES), z.number().min(0).max(1));

const Turned = z
  .record(z.string().min(1).max(40), z.number().min(-1e6).max(1e6))
  .refine((turned) => Object.keys(turned).length <= MOST_TURNED, {
    error: `must not hold more than ${MOST_TURNED} parameters`,
  });

/** Doses and each scene are checked by themselves, so that what is broken takes nothing else with it. */
const Sheet = z.strictObject({
  blackout: z.boolean().default(NOTHING_KEPT.blackout),
  flashLimiter: z.boolean().default(NOTHING_KEPT.flashLimiter),
  bypass: z.boolean().default(NOTHING_KEPT.bypass),
  passes: z.unknown().optional(),
  parameters: z.record(z.string(), z.unknown()).default({}),
});

/** Reads what is kept; what is broken in it is left out and put aside. */
export const readPicture = async (file: KeptFile): Promise<KeptPicture> => {
  const found = await file.read();
  if (found === undefined) return NOTHING_KEPT;
  const sheet = check(Sheet, found, "the file");
  if (!sheet.ok) {
    await file.putAside(sheet.reason);
    return NOTHING_KEPT;
  }
  const complaints: string[] = [];
  const doses = check(Doses, sheet.value.passes ?? {}, "it");
  if (!doses.ok) complaints.push(`passes: ${doses.reason}`);
  const parameters: Record<string, Readonly<Record<string, number>>> = {};
  for (const [scene, turned] of Object.entries(sheet.value.parameters)) {
    const checked = check(Turned, turned, "it");
    if (checked.ok) parameters[scene] = checked.value;
    else complaints.push(`scene "${scene}": ${checked.reason}`);
  }
  if (complaints.length > 0) await file.putAside(complaints.join(", "));
  const { blackout, flashLimiter, bypass } = sheet.value;
  return { blackout, flashLimiter, bypass, passes: doses.ok ? doses.value : {}, parameters };
};
