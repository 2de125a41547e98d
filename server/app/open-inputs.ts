import { type Reporter, reasonOf } from "../../shared/events/report.ts";
import type { Connection } from "../../shared/protocol/state.ts";
import type { TimeSource } from "../../shared/time/time-source.ts";
import { ms } from "../../shared/time/units.ts";
import { PITCH_TABLES, PitchMap } from "../core/music/pitch-table.ts";
import type { Source } from "../core/music/source.ts";
import { portChoice } from "../core/show/port-name.ts";
import type { Show } from "../core/show/show.ts";
import { BrowserSource } from "../io/inputs/browser-source.ts";
import { DemoDrummer } from "../io/inputs/demo-drummer.ts";
import { readDrumPart } from "../io/inputs/drum-part.ts";
import { readGrooves } from "../io/inputs/grooves.ts";
import { LiveInput } from "../io/inputs/live-input.ts";
import { MidiFileSource } from "../io/inputs/midi-file-source.ts";
import { MidiPortSource } from "../io/inputs/midi-port-source.ts";
import { OscSource } from "../io/inputs/osc-source.ts";
import type { ScoreTransport } from "../io/inputs/score-player.ts";
import { MidiInputPort } from "../io/midi/input-port.ts";
import type { PortChoice } from "../io/midi/port.ts";
import { findRtMidi } from "../io/midi/rtmidi.ts";
import { OscInbox } from "../io/osc/osc-inbox.ts";

/** The name other programs find us by. */
const OWN_PORT = "Antiphon";

/** Everybody who may play live, and the ports they share with the clock. */
export interface Inputs {
  readonly live: LiveInput;
  readonly browser: BrowserSource;
  readonly ports: readonly MidiInputPort[];
  /** Where OSC comes in, for whoever else listens there; null if the show has no such place. */
  readonly osc: OscInbox | null;
  /** Whether the demo drummer plays, and nobody else. */
  isDemo(): boolean;
  connections(): readonly Connection[];
  dispose(): void;
}

/** Opens the live inputs of the show; `place` finds the files it names. A MIDI file that cannot be played is reported and left out. */
export const openInputs = async (
  show: Show,
  place: (path: string) => string,
  transport: ScoreTransport,
  seed: number,
  time: TimeSource,
  report: Reporter,
): Promise<Inputs> => {
  const { inputs } = show;
  const pitches = new PitchMap(PITCH_TABLES[show.pitches.table], show.pitches.overrides);
  const choices: PortChoice[] = inputs.midi.map(portChoice);
  if (inputs.virtual) choices.push({ virtual: OWN_PORT });
  const ports = choices.map((choice) => new MidiInputPort(choice, findRtMidi, time, report));
  const browser = new BrowserSource(time, report);
  const { tap } = show.clock;
  const tapNote = tap !== null && "note" in tap ? tap.note : null;
  const sources: Source[] = [browser, ...ports.map((port) => new MidiPortSource(port, pitches, report, tapNote))];
  const osc = inputs.osc === null ? null : new OscInbox(inputs.osc.host, inputs.osc.port, time, report);
  if (osc !== null) sources.push(new OscSource(osc, report));

  /** Null where it cannot be read, which is reported. */
  const tried = async <T>(reading: Promise<T>, lost = ""): Promise<T | null> => {
    try {
      return await reading;
    } catch (error) {
      report({ room: "inputs", level: "error", text: `${lost}${reasonOf(error)}` });
      return null;
    }
  };
  const { file } = inputs;
  const part = file === null ? null : await tried(readDrumPart(place(file.path)));
  if (file !== null && part !== null) sources.push(new MidiFileSource(part, file, transport, pitches, time, report));
  const grooves = inputs.demo ? await tried(readGrooves(), "There is no demo drummer: ") : null;
  const demo = grooves === null ? null : new DemoDrummer(grooves, transport, seed, time, report);
  const live = new LiveInput(demo, ms(inputs.demoReturnSeconds * 1000), time, report);
  for (const source of sources) live.add(source, source instanceof MidiFileSource);
  return {
    live,
    browser,
    ports,
    osc,
    isDemo: () => demo !== null && live.current === demo.name,
    connections: () => [...ports, ...(osc === null ? [] : [osc])].map(({ connection }) => connection),
    dispose: () => {
      live.dispose();
      demo?.dispose();
      for (const source of sources) source.dispose();
      for (const port of ports) port.dispose();
      osc?.dispose();
    },
  };
};
