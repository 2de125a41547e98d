import { afterAll, beforeAll } from "vitest";
import { monotonicNow, monotonicTime } from "../../../server/core/time/monotonic.ts";
import { generic } from "../../../server/io/osc/profiles/generic.ts";
import { MidiSink } from "../../../server/io/output/midi-sink.ts";
import { OscSink } from "../../../server/io/output/osc-sink.ts";
import { OutputThread } from "../../../server/io/output/output-thread.ts";
import { DRUM_PITCH, DRUMS, type Drum } from "../../../shared/music/drums.ts";
import { ms } from "../../../shared/time/units.ts";
import { udpReceiver } from "../../helpers/udp-receiver.ts";
import { type Landed, sinkSuite } from "../../suites/sink-suite.ts";

/** In real time: what a busy machine makes late is not sent. */
const RETRIES = 10;

let thread: OutputThread;
beforeAll(async () => {
  thread = new OutputThread({ time: monotonicTime, report: () => {} });
  await thread.ready;
});
afterAll(() => thread.dispose());

const pass = (by: number) => new Promise<void>((resolve) => setTimeout(resolve, by));
const connected = (sink: MidiSink | OscSink) =>
  new Promise<void>((resolve) => {
    if (sink.connection.state === "open") resolve();
    else sink.onConnection(({ state }) => state === "open" && resolve());
  });
const drumOfPitch = (pitch: number): Drum => DRUMS.find((drum) => DRUM_PITCH[drum] === pitch)!;

sinkSuite(
  "a MIDI output",
  async () => {
    const sink = new MidiSink({
      thread,
      port: { monitor: "suite" },
      channels: { model1: [10], drummer: [11] },
      offset: ms(0),
      clock: null,
      report: () => {},
    });
    const landed: Landed[] = [];
    sink.onMonitored(({ at, bytes }) => {
      const [status, pitch] = bytes;
      const what = status! >> 4 === 9 ? "on" : "off";
      if (status! >> 4 <= 9) landed.push({ what, drum: drumOfPitch(pitch!), at });
    });
    await connected(sink);
    return { sink, now: monotonicNow, pass, landed: () => landed, close: () => sink.dispose() };
  },
  RETRIES,
);

const oscRig = async () => {
  const receiver = await udpReceiver();
  const sink = new OscSink({
    thread,
    host: "127.0.0.1",
    port: receiver.port,
    profile: generic,
    offset: ms(0),
    bundleAhead: null,
    scenes: ["one"],
    report: () => {},
  });
  await connected(sink);
  const landed = (): Landed[] =>
    receiver.received.flatMap(({ address, value, at }) => {
      const drum = DRUMS.find((each) => address.endsWith(`/${each}`));
      return drum === undefined ? [] : [{ what: value > 0 ? "on" : "off", drum, at }];
    });
  return {
    sink,
    now: monotonicNow,
    pass,
    landed,
    close: async () => {
      await sink.dispose();
      await receiver.close();
    },
  };
};

sinkSuite("an OSC target", oscRig, RETRIES);
