import type { Drum } from "../../shared/music/drums.ts";

/** What a key of the desk does, for whoever presses it and for the help. */
export type KeyAction =
  | { readonly do: "start-stop" }
  | { readonly do: "tempo"; readonly by: number }
  | { readonly do: "tap" }
  | { readonly do: "temperature"; readonly by: number }
  | { readonly do: "select"; readonly voice: number }
  | { readonly do: "toggle"; readonly setting: "mute" | "solo" | "loop" }
  | { readonly do: "mutate" }
  | { readonly do: "end-call" }
  | { readonly do: "next-scene" | "hold" | "blackout" | "freeze" | "record" }
  | { readonly do: "panic-key" }
  | { readonly do: "help" }
  | { readonly do: "play"; readonly drum: Drum };

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

const PADS: Readonly<Record<string, Drum>> = Object.fromEntries(PAD_ROWS.flat().map(({ key, drum }) => [key, drum]));

/** The help's lines. */
export const KEY_HELP: readonly (readonly [keys: string, does: string])[] = [
  ["Space", "start or stop"],
  ["← →", "tempo down or up by 1 bpm, with Shift by 0.1"],
  ["T", "tap the tempo: quarter notes, three or more"],
  ["1 to 9", "choose the voice that the next keys mean"],
  ["↑ ↓", "its temperature up or down"],
  ["M  O  L", "mute, solo, loop it"],
  ["U", "mutate: it plays on from its last response"],
  ["N", "answer now: its call ends with this bar"],
  ["G  H", "next scene, hold the scene"],
  ["B  F", "blackout, freeze"],
  ["R", "record a stage to a file, or end it"],
  ["Q W E / A S D / Z X C", "play the pads"],
  ["Esc Esc", "panic: everything falls silent"],
  ["?", "this help"],
];

/** As much of a KeyboardEvent as decides. */
export type Key = Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey" | "repeat">;

/** What the key does; null for keys that are the browser's. */
export const actionOf = (event: Key): KeyAction | null => {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const steady = steadyAction(key, event.shiftKey);
  if (steady !== null) return steady;
  // A key held down plays and toggles once; only tempo and temperature go on.
  return event.repeat ? null : onceAction(key);
};

const steadyAction = (key: string, shift: boolean): KeyAction | null => {
  switch (key) {
    case "ArrowLeft":
      return { do: "tempo", by: shift ? -0.1 : -1 };
    case "ArrowRight":
      return { do: "tempo", by: shift ? 0.1 : 1 };
    case "ArrowUp":
      return { do: "temperature", by: 0.05 };
    case "ArrowDown":
      return { do: "temperature", by: -0.05 };
    default:
      return null;
  }
};

const onceAction = (key: string): KeyAction | null => {
  const drum = PADS[key];
  if (drum !== undefined) return { do: "play", drum };
  if (/^[1-9]$/.test(key)) return { do: "select", voice: Number(key) - 1 };
  switch (key) {
    case " ":
      return { do: "start-stop" };
    case "t":
      return { do: "tap" };
    case "m":
      return { do: "toggle", setting: "mute" };
    case "o":
      return { do: "toggle", setting: "solo" };
    case "l":
      return { do: "toggle", setting: "loop" };
    case "u":
      return { do: "mutate" };
    case "n":
      return { do: "end-call" };
    case "g":
      return { do: "next-scene" };
    case "h":
      return { do: "hold" };
    case "b":
      return { do: "blackout" };
    case "f":
      return { do: "freeze" };
    case "r":
      return { do: "record" };
    case "Escape":
      return { do: "panic-key" };
    case "?":
      return { do: "help" };
    default:
      return null;
  }
};

/** A drum's name for people. */
export const drumTitle = (drum: Drum): string => drum.replace("_", " ");
