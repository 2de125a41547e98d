import type { TakeEntry } from "../../shared/protocol/takes.ts";

/** A take as the library tells of it. */
export const aTake = (changes: Partial<TakeEntry> = {}): TakeEntry => ({
  name: "monday",
  began: "2026-11-29T20:00:00Z",
  seconds: 120,
  tempo: 120,
  notes: 1000,
  hits: 500,
  marks: [],
  bytes: 1e6,
  whole: true,
  films: [],
  thumbnail: null,
  fault: null,
  ...changes,
});
