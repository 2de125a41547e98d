import { describe, expect, it } from "vitest";
import { Transport, type TransportChange } from "../../../server/music/clock/transport.ts";
import type { TransportState } from "../../../shared/protocol/state.ts";
import { COMMON_TIME } from "../../../shared/time/metre.ts";
import { Timeline } from "../../../shared/time/timeline.ts";
import { beats, bpm, ms } from "../../../shared/time/units.ts";
import { TransportTimeline } from "../../../visuals/stage/transport-timeline.ts";
import { FakeClock } from "../../helpers/fake-clock.ts";
import { snapshot } from "../../helpers/snapshot.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

const toldOf = ({ playing, rest, timeline, metre }: TransportChange): TransportState => {
  const { tempo, originBeats, originMs } = timeline;
  return { ...snapshot().transport, playing, rest, tempo, originBeats, originMs, ...metre };
};

/** A transport, and a stage that is told of it as stages are. */
const room = () => {
  const time = new VirtualTime(1000);
  const transport = new Transport(time, bpm(120), COMMON_TIME, () => {});
  const line = new TransportTimeline(toldOf(transport.change));
  transport.onChange((change) => line.set(toldOf(change)));
  const seen = (): number => {
    line.moveTo(time.now());
    return line.beatAt(time.now());
  };
  return { time, transport, seen };
};

describe("the beats a stage counts", () => {
  it("are the transport's: while it plays, where it was stopped, and where it goes on", async () => {
    const { time, transport, seen } = room();
    await time.advance(30_000);
    expect(seen()).toBe(0);
    transport.start();
    await time.advance(61_250);
    expect(seen()).toBeCloseTo(122.5, 9);
    transport.stop();
    for (let i = 0; i < 3; i++) {
      expect(seen()).toBeCloseTo(122.5, 9);
      await time.advance(777);
    }
    transport.continue();
    await time.advance(250);
    expect(seen()).toBeCloseTo(123, 9);
  });

  it("stand still while the transport does, though its clock bends, leaps or is another", async () => {
    const { time, transport, seen } = room();
    const source = new FakeClock();
    source.set(new Timeline(bpm(100), beats(0), ms(0)), true);
    transport.follow(source);
    transport.start();
    await time.advance(4321);
    transport.stop();
    const stood = seen();
    expect(stood).toBeCloseTo(transport.positionAt(time.now()), 9);
    for (const leap of [10, 5000]) {
      source.set(new Timeline(bpm(101), beats(0), ms(leap)), true);
      await time.advance(500);
      expect(seen()).toBe(stood);
    }
    transport.follow(null);
    transport.setTempo(bpm(174));
    expect(seen()).toBe(stood);
  });
});
