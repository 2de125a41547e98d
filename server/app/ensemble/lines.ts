import { Timeline } from "../../../shared/time/timeline.ts";
import { bpm, type Ms, ms } from "../../../shared/time/units.ts";
import type { SceneTraits } from "../../core/show/scene-traits.ts";
import type { TransportChange } from "../../music/clock/transport.ts";
import type { BackendName } from "../../music/rhythm/network/backends.ts";
import type { RecordOf, TakeRecord } from "../../takes/log/record.ts";
import type { Beginning, EnsembleOrder, Input, Journal, Played } from "./input.ts";

/** Writes a journal line by line, as a log keeps it. What goes out has the moment of what came in before. */
export const journalOf = (write: (line: TakeRecord) => void): Journal => {
  let at = ms(0);
  return {
    came: (input) => {
      at = input.at;
      write(lineOf(input));
    },
    live: (note) => write({ kind: "live", at, note: { ...note, live: true } }),
    plan: (notes) => {
      for (const note of notes) write({ kind: "plan", at, note: { ...note, live: false } });
    },
    revoke: (notes) => {
      if (notes.length > 0) write({ kind: "revoke", at, notes: [...notes] });
    },
    cue: (cue) => write({ kind: "cue", at, cue }),
    gauge: (voice, density, surprise) => write({ kind: "gauge", at, voice, density, surprise }),
  };
};

const lineOf = (input: Input): TakeRecord => {
  const { at } = input;
  switch (input.kind) {
    case "begin": {
      const { scenes, change, silent, backend, remembered } = input.beginning;
      return {
        kind: "begin",
        at,
        scenes: scenes.map((scene) => ({ ...scene })),
        transport: transportOf(change),
        silent: [...silent],
        backend,
        remembered: remembered.map(({ voice, heard }) => ({ voice, heard: { ...heard } })),
      };
    }
    case "transport":
      return { kind: "transport", at, ...transportOf(input.change) };
    case "order":
      return { kind: "ensemble", at, order: input.order };
    case "scenes":
      return { kind: "scenes", at, offered: input.scenes.map((scene) => ({ ...scene })) };
    case "reply":
      return { kind: "reply", at, request: input.number, failed: input.refused };
    case "wake":
      return { kind: "wake", at, wake: input.number };
    case "lost":
      return { kind: "crash", at };
    case "played":
      return { kind: "played", at, played: loggedOf(input.played) };
    default:
      return input;
  }
};

type Logged = RecordOf<"played">["played"];

/** A log says of each note whether somebody played it. */
const loggedOf = (played: Played): Logged => {
  if (played.kind === "live") return { kind: "live", note: { ...played.note, live: true } };
  if (played.kind === "plan") return { kind: "plan", note: { ...played.note, live: false } };
  return played.kind === "revoke" ? { kind: "revoke", notes: [...played.notes] } : played;
};

/** What came in, read back; null for lines that say what went out, or what only people were told. */
export const inputOf = (line: TakeRecord): Input | null => {
  const { at } = line;
  switch (line.kind) {
    case "begin":
      return { kind: "begin", at, beginning: beginningOf(line) };
    case "open":
    case "hit":
    case "step":
    case "withdrawn":
    case "rest":
    case "aside":
    case "played":
      return line;
    case "transport":
      return { kind: "transport", at, change: changeOf(line, at) };
    case "ensemble":
      return { kind: "order", at, order: line.order as unknown as EnsembleOrder };
    case "scenes":
      return { kind: "scenes", at, scenes: line.offered as unknown as SceneTraits[] };
    case "reply":
      return { kind: "reply", at, number: line.request, refused: line.failed };
    case "wake":
      return { kind: "wake", at, number: line.wake };
    case "crash":
      return { kind: "lost", at };
    default:
      return null;
  }
};

const beginningOf = ({ at, scenes, transport, silent, backend, remembered }: RecordOf<"begin">): Beginning => ({
  scenes: scenes as unknown as Beginning["scenes"],
  change: changeOf(transport, at),
  silent,
  backend: backend as BackendName | null,
  remembered,
});

type TransportLine = Omit<RecordOf<"transport">, "kind" | "at">;

const transportOf = ({ playing, rest, timeline, metre, jumped }: TransportChange): TransportLine => {
  const { tempo, originBeats, originMs } = timeline;
  return { playing, rest, tempo, originBeats, originMs, metre, jumped };
};

/** The change of the transport that a line tells of. */
export const changeOf = (line: TransportLine, at: Ms): TransportChange => {
  const { playing, rest, tempo, originBeats, originMs, metre, jumped } = line;
  return { playing, rest, timeline: new Timeline(bpm(tempo), originBeats, originMs), metre, at, jumped };
};
