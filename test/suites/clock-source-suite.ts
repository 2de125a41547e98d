import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Report, Reporter } from "../../shared/events/report.ts";
import type { ClockSource } from "../../shared/time/clock-source.ts";
import type { Ms } from "../../shared/time/units.ts";

export interface ClockSourceCase {
  /** The implementation's name. */
  readonly name: string;
  make(report: Reporter): Promise<RunningSource>;
}

/** A source that has been heard for long enough to be locked, and the world it is in. */
export interface RunningSource {
  readonly source: ClockSource;
  now(): Ms;
  /** Lets time pass, the clock running on. */
  pass(length: number): Promise<void>;
  /** Makes whoever sets the tempo set it, and waits until the source could have noticed. */
  setTempo(tempo: number): Promise<void>;
  /** Takes the world down, the source included. */
  end(): Promise<void>;
}

/** What every source of time owes to those who follow it. */
export const clockSourceSuite = ({ name, make }: ClockSourceCase): void => {
  describe(`${name} as a ClockSource`, () => {
    let reports: Report[];
    let room: RunningSource;
    let source: ClockSource;

    beforeEach(async () => {
      reports = [];
      room = await make((report) => reports.push(report));
      source = room.source;
    });
    afterEach(() => room.end());

    it("says what it is, and is locked to a tempo that can be played", () => {
      expect(source.name).not.toBe("");
      expect(source.state).toBe("locked");
      expect(source.timeline?.tempo).toBeGreaterThanOrEqual(20);
      expect(source.timeline?.tempo).toBeLessThanOrEqual(999);
    });

    it("never goes back and never leaps, also through changes of tempo", async () => {
      let at = room.now();
      let before = source.timeline?.toBeats(at) ?? Number.NaN;
      for (const tempo of [120, 132, 97]) {
        await room.setTempo(tempo);
        for (let i = 0; i < 20; i++) {
          await room.pass(20);
          const then = room.now();
          const now = source.timeline?.toBeats(then) ?? Number.NaN;
          // The fastest of the tempi, with what bends and the granularity of real time allow.
          const longest = ((then - at) / 60_000) * 132 * 1.05 + 0.01;
          expect(now).toBeGreaterThanOrEqual(before);
          expect(now - before).toBeLessThanOrEqual(longest);
          before = now;
          at = then;
        }
      }
    });

    it("tells everybody of a new tempo, with the timeline in place, until they unsubscribe, twice being harmless", async () => {
      const first: number[] = [];
      const second: number[] = [];
      const stop = source.onChange((told) => first.push(told.timeline?.tempo ?? 0));
      source.onChange((told) => second.push(told.timeline?.tempo ?? 0));
      await room.setTempo(111);
      expect(first.at(-1)).toBeCloseTo(111, 0);
      expect(second).toEqual(first);
      stop();
      stop();
      const count = first.length;
      await room.setTempo(99);
      expect(first).toHaveLength(count);
      expect(second.at(-1)).toBeCloseTo(99, 0);
    });

    it("reports a listener that throws, and tells the others", async () => {
      let told = 0;
      source.onChange(() => {
        throw new Error("deaf");
      });
      source.onChange(() => told++);
      await room.setTempo(111);
      expect(told).toBeGreaterThan(0);
      expect(reports.filter(({ level, text }) => level === "error" && text.includes("deaf"))).toHaveLength(told);
    });

    it("says nothing after dispose, twice being harmless", async () => {
      let told = 0;
      source.onChange(() => told++);
      source.onTransport(() => told++);
      source.dispose();
      source.dispose();
      const before = told;
      await room.pass(300);
      expect(told).toBe(before);
    });
  });
};
