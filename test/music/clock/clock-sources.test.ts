import { DrummerFollower } from "../../../server/music/clock/drummer-follower.ts";
import { InternalClock } from "../../../server/music/clock/internal-clock.ts";
import { TapTempo } from "../../../server/music/clock/tap.ts";
import { Transport } from "../../../server/music/clock/transport.ts";
import { COMMON_TIME } from "../../../shared/time/metre.ts";
import { Timeline } from "../../../shared/time/timeline.ts";
import { beats, bpm, ms } from "../../../shared/time/units.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";
import { clockSourceSuite } from "../../suites/clock-source-suite.ts";

clockSourceSuite({
  name: "the internal clock",
  make: async (report) => {
    const time = new VirtualTime(5000);
    const source = new InternalClock(time, bpm(120), (error) =>
      report({ room: "clock", level: "error", text: String(error) }),
    );
    return {
      source,
      now: () => time.now(),
      pass: (length) => time.advance(length),
      setTempo: async (tempo) => source.setTempo(bpm(tempo)),
      end: async () => source.dispose(),
    };
  },
});

clockSourceSuite({
  name: "the internal clock, tapped",
  make: async (report) => {
    const time = new VirtualTime(5000);
    const transport = new Transport(time, bpm(120), COMMON_TIME, report);
    const tap = new TapTempo(time, transport);
    transport.start();
    return {
      source: transport.internal,
      now: () => time.now(),
      pass: (length) => time.advance(length),
      setTempo: async (tempo) => {
        // A pause, so that it is a new series.
        await time.advance(3000);
        // Begun on a beat, for else it is the beat that moves and not only the tempo.
        await time.advanceTo(transport.timeline.toMs(beats(Math.ceil(transport.timeline.toBeats(time.now())))));
        for (let i = 0; i < 4; i++) {
          tap.tap(ms(time.now()));
          await time.advance(60_000 / tempo);
        }
      },
      end: async () => transport.dispose(),
    };
  },
});

clockSourceSuite({
  name: "the drummer",
  make: async (report) => {
    const time = new VirtualTime(5000);
    const source = new DrummerFollower(time, new Timeline(bpm(120), beats(0), time.now()), 0.2, (error) =>
      report({ room: "clock", level: "error", text: String(error) }),
    );
    for (let beat = 0; beat < 12; beat++) {
      source.hit(time.now(), 100);
      await time.advance(500);
    }
    return {
      source,
      now: () => time.now(),
      pass: (length) => time.advance(length),
      setTempo: async (tempo) => source.setTempo(bpm(tempo)),
      end: async () => source.dispose(),
    };
  },
});
