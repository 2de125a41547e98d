import type { Reporter } from "../../shared/events/report.ts";
import type { Connection } from "../../shared/protocol/state.ts";
import { noSuch } from "../../shared/text/no-such.ts";
import { ms } from "../../shared/time/units.ts";
import { outputChoice } from "../core/show/port-name.ts";
import type { Show } from "../core/show/show.ts";
import { routesOf } from "../core/show/voice-entry.ts";
import { OSC_PROFILES } from "../io/osc/profiles/profiles.ts";
import { LOCATE_PAUSE, MidiSink } from "../io/output/midi-sink.ts";
import { OscSink } from "../io/output/osc-sink.ts";
import type { OutputLanes } from "../io/output/output-thread.ts";
import { CLICK_DRUMS, METRONOME } from "../music/clock/metronome.ts";

/** A sink of the output thread. */
export type OutputSink = MidiSink | OscSink;

/** One MIDI sink is one port at one offset; voices that share both share the sink, and so does the clock. */
interface MidiPlan {
  readonly port: string;
  readonly offsetMs: number;
  /** Of every voice. */
  readonly channels: Record<string, readonly number[]>;
  clock: boolean;
}

/** Opens every MIDI output and OSC target of the show. What cannot be opened now is waited for. */
export const openOutputs = (
  show: Show,
  scenes: readonly string[],
  thread: OutputLanes,
  report: Reporter,
): readonly OutputSink[] => {
  const midi = midiPlans(show).map(({ port, offsetMs, channels, clock }) => {
    const sink = new MidiSink({
      thread,
      port: outputChoice(port),
      channels,
      offset: ms(offsetMs),
      clock: clock ? { pause: LOCATE_PAUSE } : null,
      report,
    });
    sink.onMonitored(({ bytes }) => {
      const hex = bytes.map((byte) => byte.toString(16).padStart(2, "0"));
      report({ room: "output", level: "info", text: `${sink.name}: ${hex.join(" ")}` });
    });
    return sink;
  });
  const osc = show.osc.flatMap(({ host, port, profile: name, offsetMs, bundleAheadMs }) => {
    const profile = OSC_PROFILES.get(name);
    if (profile === undefined) {
      const text = `${host}:${port} is told nothing. ${noSuch("OSC profile", name, [...OSC_PROFILES.keys()])}`;
      report({ room: "output", level: "error", text });
      return [];
    }
    return [
      new OscSink({
        thread,
        host,
        port,
        profile,
        offset: ms(offsetMs),
        bundleAhead: bundleAheadMs === null ? null : ms(bundleAheadMs),
        voices: show.voices.map((voice) => voice.name),
        scenes,
        report,
      }),
    ];
  });
  return [...midi, ...osc];
};

/** Opens the MIDI outputs of the metronome. */
export const openClicks = ({ metronome }: Show, thread: OutputLanes, report: Reporter): readonly MidiSink[] => {
  const [barLine, beat] = CLICK_DRUMS;
  return metronome.midi.map(
    ({ port, channel, offsetMs }) =>
      new MidiSink({
        thread,
        port: outputChoice(port),
        channels: { [METRONOME]: [channel] },
        offset: ms(offsetMs),
        clock: null,
        pitches: { [barLine]: metronome.barLine, [beat]: metronome.beat },
        report,
      }),
  );
};

const midiPlans = (show: Show): readonly MidiPlan[] => {
  const plans = new Map<string, MidiPlan>();
  const planFor = (port: string, offsetMs: number): MidiPlan => {
    const key = `${port}\n${offsetMs}`;
    const plan = plans.get(key) ?? { port, offsetMs, channels: {}, clock: false };
    plans.set(key, plan);
    return plan;
  };
  for (const voice of show.voices)
    for (const { port, channel, offsetMs } of routesOf(voice)) {
      const { channels } = planFor(port, offsetMs);
      channels[voice.name] = [...new Set(channels[voice.name]).add(channel)];
    }
  for (const { port, offsetMs } of show.clockOut) planFor(port, offsetMs).clock = true;
  return [...plans.values()];
};

export const connectionsOf = (sinks: readonly OutputSink[]): readonly Connection[] =>
  sinks.map((sink) => sink.connection);
