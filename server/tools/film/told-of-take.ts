import type { Told } from "../../../shared/protocol/film.ts";
import type { MediaState } from "../../../shared/protocol/media.ts";
import type { OwnScene } from "../../../shared/protocol/own-scenes.ts";
import type { PictureState } from "../../../shared/protocol/picture.ts";
import type { ProjectorsState } from "../../../shared/protocol/projectors.ts";
import type { TransportState } from "../../../shared/protocol/state.ts";
import { Timeline } from "../../../shared/time/timeline.ts";
import { bpm, type Ms } from "../../../shared/time/units.ts";
import type { PerformanceEvent, Sink, TransportEvent } from "../../core/music/sink.ts";
import { Planner, type PlannerTransport } from "../../io/output/planner.ts";
import type { RecordOf, TakeRecord } from "../../takes/log/record.ts";
import { FilmTime } from "./film-time.ts";

/** A stretch of a take, in milliseconds on its axis, and how long ahead a stage of its show was told what was known. */
export interface Stretch {
  readonly from: Ms;
  readonly to: Ms;
  readonly lookahead: Ms;
}

/**
 * What a stage was told in the course of a take, made of the log's records by the planner that told it then: notes and
 * cues as long ahead as they were known, moved and taken back as the transport was. Of cues that were in force at the
 * beginning nothing is told: see `welcomeOf`.
 */
export async function* toldOf(
  records: AsyncIterable<TakeRecord>,
  { from, to, lookahead }: Stretch,
): AsyncGenerator<Told> {
  const time = new FilmTime(from);
  const stage = new ToldStage(time, lookahead);
  let planner: Planner | null = null;
  for await (const record of records) {
    time.moveTo(record.at);
    if (isInForce(record, from)) continue;
    if (record.kind === "transport") {
      const transport = transportOf(record);
      if (planner === null) planner = new Planner({ time, sinks: [stage], transport, report: () => {} });
      else planner.setTransport(transport);
    } else if (record.kind === "told") stage.hear(record);
    else if (planner !== null) tell(planner, record);
    yield* stage.told();
  }
  time.moveTo(to);
  yield* stage.told();
  planner?.dispose();
}

/** Whether it is a cue that was on the stage at `from` already. */
export const isInForce = (record: TakeRecord, from: Ms): record is RecordOf<"cue"> =>
  record.kind === "cue" && record.at < from && record.cue.at <= from;

const tell = (planner: Planner, record: TakeRecord): void => {
  if (record.kind === "live") planner.live(record.note);
  else if (record.kind === "plan") planner.plan([record.note]);
  else if (record.kind === "revoke") planner.revoke(record.notes);
  else if (record.kind === "cue") planner.cue(record.cue);
  else if (record.kind === "order" && record.command.do === "panic") planner.panic();
};

export const transportOf = (record: RecordOf<"transport">): PlannerTransport => {
  const { at, playing, rest, tempo, originBeats, originMs, metre, jumped } = record;
  return { at, playing, rest, timeline: new Timeline(bpm(tempo), originBeats, originMs), metre, jumped };
};

/** A stage as it was told, and when. */
class ToldStage implements Sink {
  readonly name = "film";
  readonly retimes = true;
  readonly lookahead: Ms;
  readonly #time: FilmTime;
  #told: Told[] = [];

  constructor(time: FilmTime, lookahead: Ms) {
    this.#time = time;
    this.lookahead = lookahead;
  }

  /** What is new. */
  told(): readonly Told[] {
    const told = this.#told;
    this.#told = [];
    return told;
  }

  send(event: PerformanceEvent): void {
    const at = this.#time.now();
    if (event.kind === "note") this.#told.push([at, "notes", [event.note]]);
    else if (event.kind === "cue") this.#told.push([at, "cue", event.cue]);
    else if (event.kind === "transport") this.#told.push([at, "transport", transportState(event)]);
  }

  revoke(noteIds: readonly number[]): void {
    this.#told.push([this.#time.now(), "revoke", noteIds]);
  }

  panic(): void {
    this.#told.push([this.#time.now(), "panic", null]);
  }

  /** The picture's state, which was written down as it was told. */
  hear({ event, state }: RecordOf<"told">): void {
    const at = this.#time.now();
    if (event === "picture") this.#told.push([at, event, state as PictureState]);
    else if (event === "media") this.#told.push([at, event, state as MediaState]);
    else if (event === "projectors") this.#told.push([at, event, state as ProjectorsState]);
    else this.#told.push([at, "scenes", state as readonly OwnScene[]]);
  }

  async dispose(): Promise<void> {}
}

/** As pages are told of it. */
export const transportState = ({ playing, timeline, metre, rest }: Omit<TransportEvent, "kind">): TransportState => ({
  playing,
  tempo: timeline.tempo,
  originBeats: timeline.originBeats,
  originMs: timeline.originMs,
  ...(rest === undefined ? {} : { rest }),
  ...metre,
  source: "take",
  sourceState: "locked",
});
