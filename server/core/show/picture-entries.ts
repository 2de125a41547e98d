import { z } from "zod";
import { DEFAULT_DIRECTOR_SETTINGS as USUAL } from "../../../shared/controls/picture.ts";
import { PALETTES, type Palette } from "../../../shared/picture/palette.ts";
import { PASSES } from "../../../shared/picture/passes.ts";
import { didYouMean } from "../../../shared/text/no-such.ts";
import { paletteOf } from "./palette-of.ts";
import type { SetListEntry } from "./scene-traits.ts";

const Name = z.string().normalize().min(1).max(80);
const Share = z.number().min(0).max(1);

/** A scene of the set list: its name, or how likely it is beside the others; 0 comes by hand only. */
const SceneEntry = z.union([Name, z.strictObject({ scene: Name, weight: z.number().min(0).max(100).default(1) })], {
  error: 'must be a scene\'s name, or { "scene": "ink", "weight": 2 } with a weight from 0 to 100',
});

/** The scenes that may be shown, the first of them first; [] for all there are. */
export const SceneEntries = z.array(SceneEntry).max(100).default([]);

export const setListOf = (entries: z.infer<typeof SceneEntries>): readonly SetListEntry[] =>
  entries.map((entry) => (typeof entry === "string" ? { scene: entry, weight: 1 } : entry));

const HOUSE = PALETTES.map((palette) => palette.name);

const Colour = z.string().regex(/^#[0-9a-fA-F]{6}$/, { error: 'must be a colour like "#ff8800"' });

const OwnPalette = z.strictObject({
  name: Name,
  /** The drummer's, then the models'; what is missing is made of the last. One is enough. */
  colours: z.array(Colour).min(1).max(8),
});

/** The palettes that may be chosen, by name or with colours of their own; [] for all of the house. */
export const PaletteEntries = z
  .array(
    z.union([Name, OwnPalette], {
      error: 'must be a palette\'s name, or { "name": "mine", "colours": ["#ff8800"] } with one colour or more',
    }),
  )
  .max(40)
  .default([])
  .superRefine((entries, context) => {
    const names = entries.map(nameOf);
    for (const [i, entry] of entries.entries()) {
      const fault = faultOf(entry, names.indexOf(nameOf(entry)) !== i);
      if (fault !== null) context.addIssue({ code: "custom", path: [i], message: fault });
    }
  });

type PaletteEntry = z.infer<typeof PaletteEntries>[number];

const nameOf = (entry: PaletteEntry): string => (typeof entry === "string" ? entry : entry.name);

const faultOf = (entry: PaletteEntry, isTwice: boolean): string | null => {
  if (isTwice) return `must not name "${nameOf(entry)}" twice`;
  if (typeof entry !== "string" || HOUSE.includes(entry)) return null;
  return `must be one of ${HOUSE.join(", ")}, or { "name": "${entry}", "colours": ["#ff8800"] } with colours of its own${didYouMean(entry, HOUSE)}`;
};

/** What the director may choose from: the show's palettes, or those of the house where it names none. */
export const palettesOf = (entries: z.infer<typeof PaletteEntries>): readonly [Palette, ...Palette[]] => {
  const [first, ...others] = entries.map((entry) =>
    typeof entry === "string"
      ? (PALETTES.find((palette) => palette.name === entry) ?? PALETTES[0])
      : paletteOf(entry.name, entry.colours),
  );
  return first === undefined ? PALETTES : [first, ...others];
};

/** How the director begins, and how much of each pass it may dose at most; by hand there is no limit. */
export const DirectorEntry = z
  .strictObject({
    held: z.boolean().default(USUAL.held),
    restlessness: Share.default(USUAL.restlessness),
    passes: z.partialRecord(z.enum(PASSES), Share).default({}),
  })
  .prefault({});
