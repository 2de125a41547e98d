import { MeanOfGaps } from "./followers/averages.ts";
import { DelayLockedLoop, geared } from "./followers/delay-locked-loop.ts";
import { Counting, type Follower, Guarding } from "./followers/follower.ts";
import { LeastSquares } from "./followers/least-squares.ts";
import { Ours } from "./followers/ours.ts";
import { tryOut } from "./followers/trials.ts";
import { type Figure, figure, type Measure } from "./measure.ts";

const OURS = "ours";

const FOLLOWERS: readonly (readonly [name: string, make: () => Follower])[] = [
  ["mean of 24 gaps (norns)", () => new Counting(new MeanOfGaps(24))],
  ["ring of 96 (Mixxx)", () => new Counting(new MeanOfGaps(95))],
  ["DLL 1/6 Hz (x42)", () => new Counting(new DelayLockedLoop(() => 1 / 6))],
  ["DLL 1 Hz", () => new Counting(new DelayLockedLoop(() => 1))],
  ["DLL 2/bpm Hz (Ardour)", () => new Counting(new DelayLockedLoop(() => 2 / 120))],
  ["least squares 24", () => new Counting(new LeastSquares({ most: 24, trimmed: false }))],
  ["least squares 48", () => new Counting(new LeastSquares({ most: 48, trimmed: false }))],
  ["least squares 96", () => new Counting(new LeastSquares({ most: 96, trimmed: false }))],
  ["least squares 48, guarded", () => new Guarding(new LeastSquares({ most: 48, trimmed: true }))],
  ["geared DLL, guarded", () => new Guarding(new DelayLockedLoop(geared))],
  [OURS, () => new Ours()],
];

/** The table of clock followers: the same seeded tick streams for each, in no real time at all. */
export const clock: Measure = {
  name: "clock",
  about: "followers of a MIDI clock, 12 seeds at 120 bpm, and blocks of a driver at 60 to 240",
  run: async () =>
    FOLLOWERS.flatMap(([name, make]) =>
      tryOut(make).map(({ column, unit, value, aim }): Figure => {
        const judged = name === OURS && aim !== null;
        const plain = figure(column, value, unit, judged ? `<= ${aim}` : "", judged ? value <= aim : null);
        return { ...plain, subject: name };
      }),
    ),
};
