import { createSocket } from "node:dgram";
import { createRequire } from "node:module";
import { afterEach, expect } from "vitest";
import { PITCH_TABLES, PitchMap } from "../../../server/core/music/pitch-table.ts";
import { BrowserSource } from "../../../server/io/inputs/browser-source.ts";
import { DemoDrummer } from "../../../server/io/inputs/demo-drummer.ts";
import { readDrumPart } from "../../../server/io/inputs/drum-part.ts";
import { readGrooves } from "../../../server/io/inputs/grooves.ts";
import { MidiFileSource } from "../../../server/io/inputs/midi-file-source.ts";
import { MidiPortSource } from "../../../server/io/inputs/midi-port-source.ts";
import { OscSource } from "../../../server/io/inputs/osc-source.ts";
import { MidiInputPort } from "../../../server/io/midi/input-port.ts";
import { OscInbox } from "../../../server/io/osc/osc-inbox.ts";
import { Transport } from "../../../server/music/clock/transport.ts";
import type { Reporter } from "../../../shared/events/report.ts";
import { COMMON_TIME } from "../../../shared/time/metre.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { bpm } from "../../../shared/time/units.ts";
import { FakeMidiInputs } from "../../helpers/fake-midi-inputs.ts";
import { midiBytes, note, TICKS } from "../../helpers/midi-bytes.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";
import { sourceSuite } from "../../suites/source-suite.ts";

const OSC: typeof import("osc-js").default = createRequire(import.meta.url)("osc-js");

const disposables: (() => void)[] = [];
afterEach(() => {
  for (const dispose of disposables.splice(0)) dispose();
});

const folder = temporaryFolder();
const pitches = new PitchMap(PITCH_TABLES["note-seq"]);

const playing = (time: TimeSource, report: Reporter): Transport => {
  const transport = new Transport(time, bpm(120), COMMON_TIME, report);
  transport.start();
  return transport;
};

sourceSuite({
  name: "MidiPortSource",
  make: async (time, report) => {
    const midi = new FakeMidiInputs("TD-17");
    const port = new MidiInputPort({ named: "TD-17" }, midi.find, time, report);
    return {
      source: new MidiPortSource(port, pitches, report),
      play: async () => {
        for (const pitch of [36, 38, 26]) {
          await time.advance(120);
          midi.feed("TD-17", [0x99, pitch, 90], 0.12);
          midi.feed("TD-17", [0x89, pitch, 0], 0.001);
        }
      },
    };
  },
});

sourceSuite({
  name: "BrowserSource",
  make: async (time, report) => {
    const source = new BrowserSource(time, report);
    return {
      source,
      play: async () => {
        for (const drum of ["kick", "snare", "ride"] as const) {
          await time.advance(100);
          source.play(drum, 100);
        }
      },
    };
  },
});

sourceSuite({
  name: "OscSource",
  make: async (time, report) => {
    const inbox = new OscInbox("127.0.0.1", 0, time, report);
    await expect.poll(() => inbox.connection.state).toBe("open");
    const socket = createSocket("udp4");
    disposables.push(
      () => inbox.dispose(),
      () => socket.close(),
    );
    let received = 0;
    inbox.onMessage(() => {
      received += 1;
    });
    return {
      source: new OscSource(inbox, report),
      play: async () => {
        const until = received + 3;
        for (const drum of ["kick", "snare", "ride"])
          socket.send(new OSC.Message(`/antiphon/play/${drum}`, 0.7).pack(), inbox.port, "127.0.0.1");
        await expect.poll(() => received).toBe(until);
      },
    };
  },
});

for (const tempo of ["own", "transport"] as const) {
  sourceSuite({
    name: `MidiFileSource at ${tempo} tempo`,
    make: async (time, report) => {
      const notes = [0, 1, 2, 3].flatMap((beat) => note(beat * TICKS, 36 + 2 * beat));
      const part = await readDrumPart(await folder.write("four.mid", midiBytes(notes)));
      const options = { loop: true, tempo };
      const source = new MidiFileSource(part, options, playing(time, report), pitches, time, report);
      return { source, play: () => time.advance(4000) };
    },
  });
}

sourceSuite({
  name: "DemoDrummer",
  make: async (time, report) => {
    const source = new DemoDrummer(await readGrooves(), playing(time, report), 7, time, report);
    return { source, play: () => time.advance(20_000) };
  },
});
