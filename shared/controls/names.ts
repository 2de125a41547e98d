import { z } from "zod";
import { PROJECTOR_NAME } from "../mapping/plain-projector.ts";
import { PASSES } from "../picture/passes.ts";

/** What the words in <> of paths, addresses and templates may be. One name is one name however its letters are put together: NFC. */
export const NAMES = {
  voice: z.string().normalize().min(1).max(40),
  scene: z.string().normalize().min(1).max(80),
  parameter: z.string().min(1).max(40),
  pass: z.enum(PASSES),
  clip: z.string().normalize().min(1).max(255),
  projector: z
    .string({ error: "must be a name" })
    .normalize()
    .regex(PROJECTOR_NAME, { error: "must be a name of at most 40 letters, digits, spaces, - and _" }),
  /** A take may be called as somebody has called its folder, but for what leads elsewhere. */
  take: z
    .string()
    .max(255)
    .regex(/^[^./\\][^/\\]*$/, { error: "must be the name of a take" }),
} as const;
