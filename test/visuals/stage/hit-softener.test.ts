import { describe, expect, it } from "vitest";
import type { Drum } from "../../../shared/music/drums.ts";
import { ms } from "../../../shared/time/units.ts";
import type { Compositor } from "../../../visuals/stage/compositor.ts";
import { Stage } from "../../../visuals/stage/stage.ts";
import { bandOfFour, START } from "../../helpers/scene-room.ts";
import { note } from "../../helpers/snapshot.ts";

const FRAME = 20;
const LENGTH = 4000;

/** What a scene is told that declares these flashes, while a voice strikes a drum `every` so many milliseconds. */
const played = (flashes: Partial<Record<Drum, number>> | null, every: number, live = false) => {
  const stage = new Stage(() => {});
  const hits: { at: number; velocity: number }[] = [];
  stage.compositor = {
    restage: () => {},
    brightnessOf: (drum: Drum) => (flashes === null ? null : (flashes[drum] ?? 0)),
    hit: ({ velocity }, at) => hits.push({ at, velocity }),
    render: () => null,
  } as Partial<Compositor> as Compositor;
  stage.welcome(bandOfFour());
  const notes = Array.from({ length: LENGTH / every }, (_, i) =>
    // Every third is struck harder.
    note(i + 1, { at: ms(START + 500 + i * every), drum: "crash", velocity: i % 3 === 0 ? 127 : 100, live }),
  );
  if (!live) stage.performance.add(notes);
  for (let at = 0; at < LENGTH; at += FRAME) {
    if (live) stage.performance.add(notes.filter((one) => one.at > START + at - FRAME && one.at <= START + at));
    stage.frame(ms(START + at), ms(FRAME), ms(FRAME));
  }
  return hits;
};

/** The most hits of so much velocity in any second. */
const mostInASecond = (hits: readonly { at: number; velocity: number }[], velocity: number): number => {
  const hard = hits.filter((hit) => hit.velocity >= velocity);
  return Math.max(0, ...hard.map(({ at }) => hard.filter((one) => one.at >= at && one.at < at + 1000).length));
};

describe("hits that would flash", () => {
  it("lets at most three bright hits a second be seen in full, known ahead or not, and none be lost", () => {
    for (const live of [false, true]) {
      const hits = played({ crash: 0.8 }, 125, live);
      expect(hits.length).toBeGreaterThan(25);
      expect(mostInASecond(hits, 30)).toBe(3);
      expect(Math.min(...hits.map(({ velocity }) => velocity))).toBeGreaterThan(0);
    }
  });

  it("keeps the hardest of those that are known ahead", () => {
    const hits = played({ crash: 0.8 }, 125);
    const kept = hits.filter(({ velocity }) => velocity >= 30);
    expect(kept.filter(({ velocity }) => velocity === 127).length).toBeGreaterThan(kept.length * 0.8);
  });

  it("leaves alone what comes seldom, other drums, and scenes that declare nothing", () => {
    for (const hits of [played({ crash: 0.8 }, 500), played({ kick: 0.8 }, 125), played(null, 125)])
      expect(hits.every(({ velocity }) => velocity >= 100)).toBe(true);
  });
});
