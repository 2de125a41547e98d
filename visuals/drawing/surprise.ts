import type { Note } from "../../shared/music/note.ts";

/** Nats a step at which a note is quite a surprise. */
const SURPRISING = 4;

/** How surprising a note is: 0 expected (or live) to 1 astonishing. @realtime yes */
export const surpriseOf = (note: Note): number =>
  note.surprise === null ? 0 : 1 - Math.exp(-note.surprise / SURPRISING);
