import { basename, dirname, join, resolve } from "node:path";
import type { Report, Reporter } from "../../shared/events/report.ts";
import type { OnListenerError } from "../../shared/events/signal.ts";
import type { VoiceState } from "../../shared/protocol/state.ts";
import { PROTOCOL_VERSION } from "../../shared/protocol/version.ts";
import type { TimeSource } from "../../shared/time/time-source.ts";
import { projectVersion } from "../core/files/project-folder.ts";
import type { Show } from "../core/show/show.ts";
import type { Band } from "../music/band/band.ts";
import type { ClockSelection } from "../music/clock/clock-selection.ts";
import type { StepTicker } from "../music/clock/step-ticker.ts";
import { LogThread } from "../takes/log/log-thread.ts";
import type { RecordKind, RecordOf } from "../takes/log/record.ts";
import { RUNNING_FOLDER, runningName } from "../takes/recover.ts";
import { Takes } from "../takes/takes.ts";
import type { ControlState } from "./control-state.ts";
import type { Journal } from "./ensemble/input.ts";
import { journalOf } from "./ensemble/lines.ts";
import type { Gate } from "./gate.ts";
import type { Picture } from "./open-picture.ts";
import type { PlaceOfModel } from "./open-voices.ts";

export interface OpenTakesOptions {
  readonly show: Show;
  /** The show's file; null for the default show. */
  readonly showPath: string | null;
  readonly seed: number;
  readonly run: number;
  /** Whether what is played is written down. */
  readonly records: boolean;
  readonly place: PlaceOfModel;
  readonly voices: () => readonly VoiceState[];
  readonly ownScenes: Picture["ownScenes"];
  readonly time: TimeSource;
  readonly report: Reporter;
  readonly onListenerError: OnListenerError;
}

/** What is written down of a show that runs. */
export interface OpenedTakes {
  readonly takes: Takes;
  /** For whoever decides what is played. */
  readonly journal: Journal;
  readonly write: Write;
}

/** Writes down what happens now. @realtime yes */
type Write = <Kind extends RecordKind>(kind: Kind, fields: Omit<RecordOf<Kind>, "kind" | "at">) => void;

/** Begins the log of this run, which all takes are parts of. */
export const openTakes = ({
  show,
  showPath,
  seed,
  run,
  records,
  place,
  voices,
  ownScenes,
  ...common
}: OpenTakesOptions): OpenedTakes => {
  const folder = resolve(showPath === null ? "." : dirname(showPath), "takes");
  const name = runningName(process.pid, run);
  const folders = { takes: folder, log: join(folder, RUNNING_FOLDER, name) };
  const log = new LogThread({ folders, writes: records, ...common });
  const takes = new Takes({
    folder,
    runningName: name,
    records,
    log,
    facts: {
      antiphon: projectVersion(),
      protocol: PROTOCOL_VERSION,
      show,
      showFile: showPath === null ? null : basename(showPath),
      seed,
      run,
    },
    places: () =>
      voices().flatMap(({ name: voice, model }) => (model === null ? [] : [{ voice, model, place: place(model) }])),
    scenes: () => ownScenes.state.map(({ name: scene, version }) => ({ name: scene, version })),
    today: () => new Date(),
    ...common,
  });
  const write = ((kind, fields) => log.push({ kind, at: log.now(), ...fields } as never)) as Write;
  return { takes, journal: journalOf((line) => log.push(line)), write };
};

/** What of the house is written down, besides what the ensemble is told and does. */
export interface Recorded {
  readonly gate: Gate;
  readonly controls: ControlState;
  readonly clock: ClockSelection;
  readonly picture: Picture;
  readonly band: Band;
  readonly ticker: StepTicker;
  /** Notes that were too late to sound, so far. */
  readonly lateDropped: () => number;
}

/** Writes down from now on what people order, what they are told, and how well it went. */
export const recordHouse = (write: Write, house: Recorded): void => {
  const { gate, controls, clock, picture, band, ticker, lateDropped } = house;
  gate.came.on((order) => write("order", order));
  gate.answered.on((outcome) => write("outcome", outcome));
  controls.changed.on((news) => {
    for (const [path, turned] of Object.entries(news))
      write("control", { path, value: turned?.value ?? null, by: turned?.by ?? null });
  });
  for (const [path, { value, by }] of Object.entries(controls.values)) write("control", { path, value, by });
  const tellClock = (): void => {
    const { source, sourceState, shownTempo } = clock.state;
    write("clock", { source, sourceState, shownTempo });
  };
  tellClock();
  clock.changed.on(tellClock);
  recordPicture(write, picture);
  band.answered.on(({ name: voice, callSurprise, responseSurprise, logLikelihood, ...rest }) => {
    const { callSurpriseWithMemory = null, responseSurpriseWithMemory = null } = rest;
    const withMemory = { callSurpriseWithMemory, responseSurpriseWithMemory };
    write("answered", { voice, callSurprise, responseSurprise, ...withMemory, logLikelihood });
  });
  let told = 0;
  ticker.onStep(() => {
    const dropped = lateDropped();
    if (dropped !== told) write("late", { dropped });
    told = dropped;
  });
};

const recordPicture = (write: Write, { board, media, projectors, ownScenes }: Picture): void => {
  const parts = [
    ["picture", board, () => board.state],
    ["media", media.board, () => media.state],
    ["projectors", projectors, () => projectors.state],
    ["ownScenes", ownScenes, () => ownScenes.state],
  ] as const;
  for (const [event, { changed }, state] of parts) {
    const tell = (): void => write("told", { event, state: state() });
    tell();
    changed.on(tell);
  }
};

/** Writes down what people are told in words, and hands it on. */
export const alsoWritten =
  (write: Write, next: (report: Report) => void) =>
  (report: Report): void => {
    const { level, room, text } = report;
    write("report", { level, room, text });
    next(report);
  };
