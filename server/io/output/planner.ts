import { type Reporter, reasonOf } from "../../../shared/events/report.ts";
import type { Cue } from "../../../shared/music/cue.ts";
import type { Note, PlannedNote, VoiceName } from "../../../shared/music/note.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import type { Timeline } from "../../../shared/time/timeline.ts";
import { type Beats, beats, type Ms, ms } from "../../../shared/time/units.ts";
import type { PerformanceEvent, Sink, TransportEvent } from "../../core/music/sink.ts";
import { BeatGrid } from "./beat-grid.ts";
import { LATE_MS } from "./late-policy.ts";

/** The transport from `at` on. */
export type PlannerTransport = Omit<TransportEvent, "kind">;

interface PlannerOptions {
  readonly time: TimeSource;
  readonly sinks: readonly Sink[];
  readonly transport: PlannerTransport;
  readonly report: Reporter;
}

/** Something known ahead, at a beat. */
interface Entry {
  readonly beat: Beats;
  /** Makes the event for a moment. */
  readonly eventAt: (at: Ms) => PerformanceEvent;
  readonly kind: "note" | "cue" | "beat";
  /** Of the note; 0 for others. */
  readonly id: number;
  /** Its moment by the timeline in force. */
  at: Ms;
  /** Sinks that have it, or were too late for it. */
  readonly held: Set<Sink>;
  missed: boolean;
}

/** A new moment that differs by less is not worth telling. */
const NEGLIGIBLE_MS = 0.01;

/**
 * Holds what is known ahead and hands it to each sink as long before its moment as the sink wants,
 * in the order of beats, converted by the timeline in force. A new timeline moves everything that
 * has not landed. Live notes do not wait here: they go to every sink at once. A sink that throws is
 * reported and never stops the others.
 *
 * It must hear of a change of the transport before the band does.
 */
export class Planner {
  readonly #options: PlannerOptions;
  readonly #furthest: number;
  #transport: PlannerTransport;
  /** In the order of beats. */
  #entries: Entry[] = [];
  #grid: BeatGrid;
  #lateDropped = 0;
  #cancelWake: () => void = () => {};

  constructor(options: PlannerOptions) {
    this.#options = options;
    this.#furthest = Math.max(0, ...options.sinks.map((sink) => sink.lookahead));
    this.#transport = options.transport;
    this.#grid = this.#gridFrom(options.transport.at);
    this.#pass({ kind: "transport", ...options.transport });
    this.#round();
  }

  /** Notes that were more than 30 ms late when a sink should have had them, and were dropped there. */
  get lateDropped(): number {
    return this.#lateDropped;
  }

  /** Notes to be played at their beats. While the transport stands they are dropped. */
  plan(notes: readonly PlannedNote[]): void {
    if (!this.#transport.playing) return;
    for (const note of notes)
      this.#insert("note", note.beat, note.id, (at) => ({ kind: "note", at, note: { ...note, at } }));
    this.#round();
  }

  /** A note that sounds already. @realtime yes */
  live(note: Note): void {
    this.#pass({ kind: "note", at: note.at, note });
  }

  /** Takes back planned notes that have not sounded yet. */
  revoke(noteIds: readonly number[]): void {
    const ids = new Set(noteIds);
    this.#takeBack((entry) => entry.id !== 0 && ids.has(entry.id));
  }

  /** An order to the picture, to take effect at its beat; at its `at` while the transport stands. */
  cue(cue: Cue): void {
    if (!this.#transport.playing) {
      this.#pass({ kind: "cue", at: cue.at, cue });
      return;
    }
    this.#insert("cue", cue.beat, 0, (at) => ({ kind: "cue", at, cue: { ...cue, at } }));
    this.#round();
  }

  /** How a voice did in the step that is over. */
  gauge(voice: VoiceName, density: number, surprise: number | null): void {
    this.#pass({ kind: "gauge", at: this.#options.time.now(), voice, density, surprise });
  }

  /**
   * The transport has changed. Where beats go on, what has not landed moves; on a start, a stop or
   * a jump everything planned for `at` and later is dropped, for its beats will not come.
   */
  setTransport(transport: PlannerTransport): void {
    const before = this.#transport;
    const goesOn = before.playing && transport.playing && !transport.jumped;
    this.#transport = transport;
    if (!goesOn) {
      this.#takeBack((entry) => entry.at >= transport.at);
      this.#grid = this.#gridFrom(this.#beginning(transport.at));
    }
    this.#pass({ kind: "transport", ...transport });
    if (goesOn) this.#retime(transport.timeline);
    this.#round();
  }

  /** Ends every sounding note now and forgets everything planned; the transport goes on. */
  panic(): void {
    this.#entries = [];
    this.#grid = this.#gridFrom(this.#options.time.now());
    for (const sink of this.#options.sinks) {
      try {
        sink.panic();
      } catch (error) {
        this.#blame(sink, error);
      }
    }
    this.#round();
  }

  /** Hands out nothing any more. The sinks are not its own and stay. */
  dispose(): void {
    this.#cancelWake();
    this.#entries = [];
  }

  /** Where announcing begins after a jump: with a beat 0 that is only just past, for a start that is followed is heard of a moment after it. */
  #beginning(at: Ms): Ms {
    const zero = this.#transport.timeline.toMs(beats(0));
    const announced = this.#entries.some(({ kind, beat }) => kind === "beat" && beat === 0);
    return zero < at && zero > at - LATE_MS && !announced ? zero : at;
  }

  #gridFrom(at: Ms): BeatGrid {
    return new BeatGrid(this.#transport.metre, this.#transport.timeline.toBeats(at));
  }

  #insert(kind: Entry["kind"], beat: Beats, id: number, eventAt: Entry["eventAt"]): void {
    const entry: Entry = {
      kind,
      beat,
      id,
      eventAt,
      at: this.#transport.timeline.toMs(beat),
      held: new Set(),
      missed: false,
    };
    let place = this.#entries.length;
    while (place > 0 && this.#entries[place - 1]!.beat > beat) place--;
    this.#entries.splice(place, 0, entry);
  }

  /** Hands out what is due to be handed out, and sleeps until something is again. */
  #round(): void {
    this.#cancelWake();
    const now = this.#options.time.now();
    this.#announceBeats(now);
    let next = Number.POSITIVE_INFINITY;
    if (this.#transport.playing) next = this.#transport.timeline.toMs(this.#grid.beat) - this.#furthest;
    for (const entry of this.#entries) {
      if (entry.at - this.#furthest > now) {
        next = Math.min(next, entry.at - this.#furthest);
        break;
      }
      for (const sink of this.#options.sinks) {
        if (entry.held.has(sink)) continue;
        if (entry.at - sink.lookahead <= now) this.#hand(entry, sink, now);
        else next = Math.min(next, entry.at - sink.lookahead);
      }
    }
    this.#entries = this.#entries.filter((entry) => entry.at > now - LATE_MS);
    if (next < Number.POSITIVE_INFINITY) this.#cancelWake = this.#options.time.wake(ms(next), () => this.#round());
  }

  #announceBeats(now: Ms): void {
    const { playing, timeline } = this.#transport;
    while (playing && timeline.toMs(this.#grid.beat) - this.#furthest <= now) {
      const { beat, bar } = this.#grid;
      this.#insert("beat", beat, 0, (at) => ({ kind: "beat", at, beat, bar }));
      this.#grid.advance();
    }
  }

  #hand(entry: Entry, sink: Sink, now: Ms): void {
    // A cue is a state: better late than never.
    const late = now - entry.at > LATE_MS && entry.kind !== "cue";
    entry.held.add(sink);
    if (!late) this.#send(sink, entry.eventAt(entry.at));
    else if (entry.kind === "note" && !entry.missed) {
      entry.missed = true;
      this.#lateDropped++;
    }
  }

  #retime(timeline: Timeline): void {
    const now = this.#options.time.now();
    for (const entry of this.#entries) {
      const at = timeline.toMs(entry.beat);
      if (entry.at <= now || Math.abs(at - entry.at) < NEGLIGIBLE_MS) continue;
      entry.at = at;
      const event = entry.eventAt(at);
      for (const sink of entry.held) if (sink.retimes !== true) this.#send(sink, event);
    }
  }

  #takeBack(which: (entry: Entry) => boolean): void {
    const taken = this.#entries.filter(which);
    if (taken.length === 0) return;
    this.#entries = this.#entries.filter((entry) => !which(entry));
    for (const sink of this.#options.sinks) {
      const ids = taken.filter((entry) => entry.id !== 0 && entry.held.has(sink)).map((entry) => entry.id);
      if (ids.length === 0) continue;
      try {
        sink.revoke(ids);
      } catch (error) {
        this.#blame(sink, error);
      }
    }
  }

  #pass(event: PerformanceEvent): void {
    for (const sink of this.#options.sinks) this.#send(sink, event);
  }

  #send(sink: Sink, event: PerformanceEvent): void {
    try {
      sink.send(event);
    } catch (error) {
      this.#blame(sink, error);
    }
  }

  #blame(sink: Sink, error: unknown): void {
    this.#options.report({
      room: "output",
      level: "error",
      text: `${sink.name} failed: ${reasonOf(error)}; the others go on.`,
    });
  }
}
