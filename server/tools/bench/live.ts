import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Server as SocketServer } from "socket.io";
import { DEFAULT_VOICE_SETTINGS } from "../../../shared/controls/band.ts";
import type { Reporter } from "../../../shared/events/report.ts";
import { DRUM_PITCH } from "../../../shared/music/drums.ts";
import type { Hit } from "../../../shared/music/note.ts";
import type { Snapshot } from "../../../shared/protocol/state.ts";
import { COMMON_TIME } from "../../../shared/time/metre.ts";
import { Timeline } from "../../../shared/time/timeline.ts";
import { beats, bpm, type Ms, ms } from "../../../shared/time/units.ts";
import { alsoTo } from "../../app/ensemble/also-to.ts";
import type { Journal } from "../../app/ensemble/input.ts";
import { journalOf } from "../../app/ensemble/lines.ts";
import { spawnWorker } from "../../core/threads/spawn.ts";
import { monotonicNow, monotonicTime } from "../../core/time/monotonic.ts";
import { findRtMidi, type Output } from "../../io/midi/rtmidi.ts";
import { generic } from "../../io/osc/profiles/generic.ts";
import { DRUM_CHANNEL, MidiSink } from "../../io/output/midi-sink.ts";
import { OscSink } from "../../io/output/osc-sink.ts";
import { OutputThread } from "../../io/output/output-thread.ts";
import { Planner } from "../../io/output/planner.ts";
import { type StageContent, StageServer } from "../../io/stage/stage-server.ts";
import { StageSink } from "../../io/stage/stage-sink.ts";
import { Band } from "../../music/band/band.ts";
import { openLog } from "./bench-log.ts";
import { withGeneratingVoices } from "./generating-voices.ts";
import type { ReceiverNews, ReceiverTask } from "./live-receiver.ts";
import { listenOnLoopback } from "./loopback.ts";
import { type Figure, figure, type Measure } from "./measure.ts";
import { percentile } from "./percentile.ts";
import { withTemporaryFolder } from "./temporary-folder.ts";

const OSC: typeof import("osc-js").default = createRequire(import.meta.url)("osc-js");

const WARM_UP_HITS = 40;
const HITS = 400;
const HIT_EVERY_MS = 30;
/** No two hits fall at the same place of the voices' steps. */
const HIT_JITTER_MS = 7.3;

/** The three ways out; a note is out when it is out by all of them. */
const WAYS = ["midi", "udp", "socket"] as const;
type Way = (typeof WAYS)[number] | "all three";

/** Milliseconds from the source's callback, by way out. */
export type Delays = Record<Way, number[]>;

/** One who plays a hit on; told of what arrives through `arrived`. */
interface Contender {
  play(hit: Hit): void;
  dispose(): Promise<void>;
}

/**
 * A live note's way out, against a ten-line forwarder on the same libraries, hit about with it in
 * the same run. MIDI counts when the message is handed to the driver, OSC and Socket.IO when they
 * have come to a receiver in another thread of this machine: the same one for both.
 */
export const live: Measure = {
  name: "live",
  about:
    "a live note from the source's callback to MIDI, OSC and stage while three voices generate, against a plain forwarder",
  run: (report) =>
    withTemporaryFolder((folder) =>
      withGeneratingVoices(report, async () => {
        const { ours, recorded, theirs } = await liveDelays(join(folder, "takes"), report, HITS);
        return [...figures(ours, theirs), ...recordedFigures(recorded, ours)];
      }),
    ),
};

/** So many hits of each kind, by turns, after some to warm up; what is recorded goes to a log in `folder`. */
export const liveDelays = async (
  folder: string,
  report: Reporter,
  hits: number,
): Promise<Record<"ours" | "recorded" | "theirs", Delays>> => {
  const arrivals = new Map<string, Ms>();
  const arrived = (by: string, at: Ms): void => {
    if (!arrivals.has(by)) arrivals.set(by, at);
  };
  const stage = new StageServer({ host: "127.0.0.1", port: 0, time: monotonicTime, report });
  const http = createServer();
  const plain = new SocketServer(http, { transports: ["websocket"], perMessageDeflate: false, serveClient: false });
  const theirAddress = `http://127.0.0.1:${await listenOnLoopback(http)}`;
  const log = openLog(folder, report);
  const task: ReceiverTask = { servers: { ours: (await stage.listen(NOBODY_LOOKS)).here, theirs: theirAddress } };
  const receiver = spawnWorker(new URL("./live-receiver.ts", import.meta.url), { workerData: task });
  const [{ udpPort }] = (await once(receiver, "message")) as [{ udpPort: number }];
  receiver.on("message", (news: ReceiverNews) => {
    if (news.tell === "came") arrived(news.by, ms(news.at));
  });
  const journal = journalOf((line) => log.push(line));
  let isRecorded = false;
  const ours = await house(stage, udpPort, arrived, report, () => (isRecorded ? journal : null));
  const theirs = forwarder(plain, udpPort, arrived);
  try {
    const delays = { ours: noDelays(), recorded: noDelays(), theirs: noDelays() };
    const turns = ["ours", "recorded", "theirs"] as const;
    for (let hit = 0; hit < turns.length * (WARM_UP_HITS + hits); hit++) {
      const turn = turns[hit % turns.length]!;
      const name = turn === "theirs" ? "theirs" : "ours";
      isRecorded = turn === "recorded";
      arrivals.clear();
      const at = monotonicNow();
      (name === "ours" ? ours : theirs).play({ drum: "snare", velocity: 1 + (hit % 127), at });
      await new Promise((resolve) => setTimeout(resolve, HIT_EVERY_MS + HIT_JITTER_MS * Math.random()));
      if (hit < turns.length * WARM_UP_HITS) continue;
      const times = [arrivals.get("midi"), arrivals.get("udp"), arrivals.get(name)];
      if (!times.every((time) => time !== undefined)) continue;
      WAYS.forEach((way, index) => {
        delays[turn][way].push(times[index]! - at);
      });
      delays[turn]["all three"].push(Math.max(...times) - at);
    }
    return delays;
  } finally {
    await receiver.terminate();
    await ours.dispose();
    await log.dispose();
    await theirs.dispose();
    await stage.dispose();
    await plain.close();
  }
};

/** The ten lines. */
const forwarder = (io: SocketServer, udpPort: number, arrived: (by: string, at: Ms) => void): Contender => {
  const udp: Socket = createSocket("udp4");
  const support = findRtMidi();
  const midi: Output | null = support.available && support.midi.virtualPorts ? support.midi.newOutput() : null;
  midi?.openVirtualPort("Antiphon bench forwarder");
  return {
    play: (hit) => {
      arrived("midi", monotonicNow());
      midi?.sendMessage([0x99, DRUM_PITCH[hit.drum], hit.velocity]);
      udp.send(new OSC.Message("/antiphon/drummer/snare", hit.velocity / 127).pack(), udpPort, "127.0.0.1");
      io.emit("notes", [hit]);
    },
    dispose: async () => {
      midi?.destroy();
      await new Promise<void>((resolve) => udp.close(resolve));
    },
  };
};

/** The house as app.ts builds it, with one live voice. */
const house = async (
  stage: StageServer,
  udpPort: number,
  arrived: (by: string, at: Ms) => void,
  report: Reporter,
  journal: () => Journal | null,
): Promise<Contender> => {
  const time = monotonicTime;
  const thread = new OutputThread({ time, report: () => {} });
  const midi = new MidiSink({
    thread,
    port: { monitor: "bench" },
    channels: { drummer: [DRUM_CHANNEL] },
    offset: ms(0),
    clock: null,
    report,
  });
  midi.onMonitored(({ at, bytes }) => {
    if (bytes[0]! >> 4 === 9) arrived("midi", at);
  });
  const osc = new OscSink({
    thread,
    host: "127.0.0.1",
    port: udpPort,
    profile: generic,
    offset: ms(0),
    bundleAhead: null,
    scenes: [],
    report,
  });
  const pages = new StageSink(stage.tell, ms(500), time, () => ({ source: "internal", sourceState: "locked" }));
  const timeline = new Timeline(bpm(120), beats(0), time.now());
  // The transport stands: nothing but the hits is sent.
  const music = { playing: false, timeline, metre: COMMON_TIME, positionAt: () => beats(0) };
  const transport = { ...music, at: time.now(), jumped: true };
  const planner = new Planner({ time, sinks: [midi, osc, pages], transport, report });
  const drummer = { name: "drummer", sounds: true, settings: DEFAULT_VOICE_SETTINGS, listensTo: [], model: null };
  const band = new Band({
    members: [drummer],
    music,
    time,
    output: alsoTo(planner, journal),
    seed: 1,
    report,
    onListenerError: () => {},
  });
  await new Promise<void>((resolve) => {
    if (osc.connection.state === "open") resolve();
    else osc.onConnection(({ state }) => state === "open" && resolve());
  });
  return {
    play: (hit) => {
      journal()?.came({ kind: "hit", at: hit.at, source: "bench", hit });
      band.hit("drummer", hit);
    },
    dispose: async () => {
      band.dispose();
      planner.dispose();
      await thread.dispose();
    },
  };
};

const NOBODY_LOOKS: StageContent = {
  pages: "",
  snapshot: () => ({}) as Snapshot,
  overview: () => ({}) as Snapshot,
  onPlay: () => {},
  onDesk: () => ({ ok: true }),
};

const noDelays = (): Delays => ({ midi: [], udp: [], socket: [], "all three": [] });

const figures = (ours: Delays, theirs: Delays): Figure[] =>
  ([...WAYS, "all three"] as const).flatMap((way) => {
    const [p50, base50] = [percentile(ours[way], 0.5), percentile(theirs[way], 0.5)];
    const [p99, base99] = [percentile(ours[way], 0.99), percentile(theirs[way], 0.99)];
    const ratio = p50 / base50;
    const added = p99 - base99;
    const aimed = way === "all three";
    return [
      figure(`${way}, p50`, p50, "ms"),
      figure(`${way}, forwarder p50`, base50, "ms"),
      figure(`${way}, p50 against the forwarder`, ratio, "x", aimed ? "<= 1.5" : "", aimed ? ratio <= 1.5 : null),
      figure(`${way}, p99 added`, added, "ms", "<= 2", added <= 2),
    ];
  });

/** The same note where it is written down, against not. */
const recordedFigures = (recorded: Delays, plain: Delays): Figure[] => {
  const way = "all three";
  const ratio = percentile(recorded[way], 0.5) / percentile(plain[way], 0.5);
  const added = percentile(recorded[way], 0.99) - percentile(plain[way], 0.99);
  return [
    figure("all three while it is recorded, p50 against not recorded", ratio, "x", "<= 1.1", ratio <= 1.1),
    figure("all three while it is recorded, p99 added", added, "ms"),
  ];
};
