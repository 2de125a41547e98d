import type { Drum } from "../../shared/music/drums.ts";

/** Three rows of three, as the pads lie on the screen: cymbals above, drums below. */
export const PAD_ROWS: readonly (readonly { readonly key: string; readonly drum: Drum }[])[] = [
  [
    { key: "q", drum: "crash" },
    { key: "w", drum: "open_hat" },
    { key: "e", drum: "ride" },
  ],
  [
    { key: "a", drum: "high_tom" },
    { key: "s", drum: "closed_hat" },
    { key: "d", drum: "mid_tom" },
  ],
  [
    { key: "z", drum: "kick" },
    { key: "x", drum: "snare" },
    { key: "c", drum: "low_tom" },
  ],
];

export const PADS = PAD_ROWS.flat();

/** A drum's name for people. */
export const drumTitle = (drum: Drum): string => drum.replace("_", " ");
