import { beforeEach, describe, expect, it } from "vitest";
import type { ClockSelection } from "../../../server/music/clock/clock-selection.ts";
import { clockCommands } from "../../../server/music/clock/commands.ts";
import type { Rehearsal } from "../../../server/music/clock/rehearsal.ts";
import { Transport } from "../../../server/music/clock/transport.ts";
import { COMMON_TIME } from "../../../shared/time/metre.ts";
import { Timeline } from "../../../shared/time/timeline.ts";
import { beats, bpm, ms } from "../../../shared/time/units.ts";
import { FakeClock } from "../../helpers/fake-clock.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

describe("half and double the tempo", () => {
  let time: VirtualTime;
  let transport: Transport;
  const scale = (by: 0.5 | 2): void =>
    void clockCommands(transport, {} as ClockSelection, {} as Rehearsal)["tempo-scale"]({ do: "tempo-scale", by });

  beforeEach(() => {
    time = new VirtualTime(1000);
    transport = new Transport(time, bpm(90), COMMON_TIME, () => {});
  });

  it("go on from the beat the music is at, and undo each other", async () => {
    transport.start();
    await time.advance(2000);
    const before = transport.positionAt(time.now());
    scale(2);
    expect(transport.timeline.tempo).toBe(180);
    expect(transport.positionAt(time.now())).toBeCloseTo(before, 9);
    scale(0.5);
    expect(transport.timeline.tempo).toBe(90);
    expect(transport.positionAt(time.now())).toBeCloseTo(before, 9);
  });

  it("say why not where that is no tempo", () => {
    for (let tempo = 90; tempo < 500; tempo *= 2) scale(2);
    expect(() => scale(2)).toThrow("That would be 1440 bpm; the tempo is 20 to 999.");
    expect(transport.timeline.tempo).toBe(720);
  });

  it("say who has the tempo where it comes from elsewhere", () => {
    const clock = new FakeClock();
    clock.set(new Timeline(bpm(100), beats(0), ms(0)), false);
    transport.follow(clock);
    expect(() => scale(0.5)).toThrow(/^The tempo comes from .*; choose the internal clock to set it here\.$/);
  });
});
