import { beforeEach, describe, expect, it } from "vitest";
import type { Source } from "../../server/core/music/source.ts";
import { LEAD } from "../../server/io/inputs/score-player.ts";
import type { Report, Reporter } from "../../shared/events/report.ts";
import { isDrum } from "../../shared/music/drums.ts";
import type { Hit } from "../../shared/music/note.ts";
import { VirtualTime } from "../helpers/virtual-time.ts";

export interface SourceCase {
  /** The implementation's name. */
  readonly name: string;
  make(time: VirtualTime, report: Reporter): Promise<PlayedSource>;
}

export interface PlayedSource {
  readonly source: Source;
  /** Plays for a while, as the outside world would: at least three hits if the source is alive. */
  play(): Promise<void>;
}

/** What every source owes to those who listen. */
export const sourceSuite = ({ name, make }: SourceCase): void => {
  describe(`${name} as a Source`, () => {
    let time: VirtualTime;
    let reports: Report[];
    let source: Source;
    let play: () => Promise<void>;

    beforeEach(async () => {
      time = new VirtualTime(5000);
      reports = [];
      ({ source, play } = await make(time, (report) => reports.push(report)));
    });

    it("says what it is", () => {
      expect(source.name).not.toBe("");
    });

    it("tells hits of known drums, in order, stamped with their moment and at most the lead ahead", async () => {
      const hits: { hit: Hit; now: number }[] = [];
      source.onHit((hit) => hits.push({ hit, now: time.now() }));
      await play();
      expect(hits.length).toBeGreaterThanOrEqual(3);
      hits.forEach(({ hit, now }, i) => {
        expect(isDrum(hit.drum)).toBe(true);
        expect(hit.velocity).toBe(Math.round(hit.velocity));
        expect(hit.velocity).toBeGreaterThanOrEqual(1);
        expect(hit.velocity).toBeLessThanOrEqual(127);
        expect(hit.at).toBeLessThanOrEqual(now + LEAD + 1e-6);
        expect(hit.at).toBeGreaterThanOrEqual(Math.max(5000, hits[i - 1]?.hit.at ?? 0));
      });
    });

    it("tells every listener until it unsubscribes, twice being harmless", async () => {
      let first = 0;
      let second = 0;
      const stop = source.onHit(() => first++);
      source.onHit(() => second++);
      await play();
      stop();
      stop();
      const before = second;
      expect(first).toBe(before);
      await play();
      expect(second).toBeGreaterThan(before);
      expect(first).toBe(before);
    });

    it("reports a listener that throws, and tells the others", async () => {
      let heard = 0;
      source.onHit(() => {
        throw new Error("deaf");
      });
      source.onHit(() => heard++);
      await play();
      expect(heard).toBeGreaterThanOrEqual(3);
      expect(reports.filter(({ level, text }) => level === "error" && text.includes("deaf"))).toHaveLength(heard);
    });

    it("is silent after dispose, twice being harmless", async () => {
      let heard = 0;
      source.onHit(() => heard++);
      source.dispose();
      source.dispose();
      await play();
      expect(heard).toBe(0);
    });
  });
};
