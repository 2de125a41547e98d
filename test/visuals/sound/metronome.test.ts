import { expect, it } from "vitest";
import type { ReplayState } from "../../../shared/protocol/replay.ts";
import type { TransportState } from "../../../shared/protocol/state.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import { Metronome } from "../../../visuals/sound/metronome.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

it("clicks through the count-in of a loop, the first click too, though its beats are told a moment before", async () => {
  const time = new VirtualTime(0);
  const clicked: number[] = [];
  const metronome = new Metronome(
    time,
    () => time.now(),
    () => ({
      at: (moment: Ms) => void clicked.push(moment),
      dispose: () => {},
    }),
  );
  const line = (originBeats: number, originMs: number): TransportState => ({
    playing: true,
    tempo: 120,
    originBeats,
    originMs,
    numerator: 4,
    denominator: 4,
    source: "internal",
    sourceState: "locked",
  });
  const rehearsal = { metronome: false, level: 1, countIn: 0 };
  const replay = { countIn: { from: 4000, until: 6000 } } as ReplayState;
  metronome.tell(line(9, 2000), rehearsal, replay);
  metronome.heard = true;
  await time.advanceTo(ms(4010));
  // It leads into the second beat of a bar.
  metronome.tell(line(-3, 6000), rehearsal, replay);
  await time.advanceTo(ms(5996));
  metronome.tell(line(9, 6000), rehearsal, { countIn: { from: 8000, until: 10_000 } } as ReplayState);
  await time.advanceTo(ms(7800));
  expect(clicked).toEqual([4000, 4500, 5000, 5500]);
  metronome.heard = false;
});
