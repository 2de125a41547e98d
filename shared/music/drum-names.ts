import { DRUMS, type Drum } from "./drums.ts";

/** What drums are called elsewhere: in drum machines, kits' plug-ins and rehearsal rooms. */
const ALSO: Readonly<Record<Drum, string>> = {
  kick: "kick drum, bass drum, bass, bd, kd, kik",
  snare: "snare drum, sd, sn, rim, rim shot, side stick, cross stick, clap, hand clap, cp",
  closed_hat: "hi-hat, hat, hats, hh, ch, chh, hhc, hi-hat closed, closed hi-hat, pedal hat, hi-hat pedal, shaker",
  open_hat: "oh, ohh, hho, hi-hat open, open hi-hat",
  low_tom: "tom 3, tom 4, tom low, lo tom, floor tom, floor, lt, ft",
  mid_tom: "tom 2, tom mid, tom, toms, mt",
  high_tom: "tom 1, tom high, tom hi, hi tom, rack tom, ht",
  crash: "cymbal, crash cymbal, cr, cc, splash, china",
  ride: "ride cymbal, ride bell, bell, rd, rc, cowbell",
};

/** A name as it is compared: capitals, accents' forms and what separates words make no other name. */
export const folded = (name: string): string =>
  name
    .normalize("NFC")
    .toLowerCase()
    .replace(/[\s_.-]+/g, "");

/** The drum by what it is called elsewhere, folded. */
export const DRUM_CALLED: ReadonlyMap<string, Drum> = new Map(
  DRUMS.flatMap((drum) => ALSO[drum].split(", ").map((name) => [folded(name), drum] as const)),
);
