import type { Cue } from "../../../shared/music/cue.ts";
import type { Note } from "../../../shared/music/note.ts";
import { Past, type PastNotes } from "../../../shared/music/past.ts";
import type { TransportState } from "../../../shared/protocol/state.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import type { Ms } from "../../../shared/time/units.ts";
import type { PerformanceEvent, Sink } from "../../core/music/sink.ts";
import type { Announcer } from "./announcer.ts";

/** Where the transport's time comes from, which its events do not say. */
type TransportSource = () => Pick<TransportState, "source" | "sourceState" | "shownTempo" | "clock">;

/**
 * The stages as a sink. Notes are sent ahead, as soon as they are known: the page itself lands
 * them in the frame that is on the screen when they are due, and sounds and ends them.
 */
export class StageSink implements Sink {
  readonly name = "stage";
  /** Pages move what they hold by its beat when they are told of a new timeline. */
  readonly retimes = true;
  readonly lookahead: Ms;
  readonly #tell: Announcer;
  readonly #time: TimeSource;
  readonly #source: TransportSource;
  /** Sent and not yet due, by id; they move with the tempo as the pages move them, by beat. */
  readonly #upcoming = new Map<number, Note>();
  readonly #past = new Past();
  #cue: Cue | null = null;

  constructor(tell: Announcer, lookahead: Ms, time: TimeSource, source: TransportSource) {
    this.#tell = tell;
    this.lookahead = lookahead;
    this.#time = time;
    this.#source = source;
  }

  /** Notes sent but not yet due, the soonest first: for the snapshot. */
  get upcoming(): readonly Note[] {
    this.#land();
    return [...this.#upcoming.values()].sort(inOrder);
  }

  /** What was played lately: for the snapshot. */
  get past(): PastNotes {
    this.#land();
    return this.#past.told(this.#time.now());
  }

  /** The newest cue: for the snapshot. */
  get cue(): Cue | null {
    return this.#cue;
  }

  send(event: PerformanceEvent): void {
    switch (event.kind) {
      case "note":
        if (event.note.live) this.#past.add(event.note, event.note.at);
        else this.#keep(event.note);
        this.#tell.note(event.note);
        break;
      case "cue":
        this.#cue = event.cue;
        this.#tell.cue(event.cue);
        break;
      case "beat":
        // Pages count beats by the timeline; here a beat is only the moment to tidy up.
        this.#land();
        break;
      case "transport": {
        const { timeline, metre, playing, rest } = event;
        const { tempo, originBeats, originMs } = timeline;
        // What was due by now was played, and its beat may come again.
        this.#land();
        for (const note of this.#upcoming.values())
          this.#upcoming.set(note.id, { ...note, at: timeline.toMs(note.beat) });
        if (this.#cue !== null && this.#cue.at > this.#time.now())
          this.#cue = { ...this.#cue, at: timeline.toMs(this.#cue.beat) };
        this.#tell.transport({
          playing,
          ...(playing || rest === undefined ? {} : { rest }),
          tempo,
          originBeats,
          originMs,
          ...metre,
          ...this.#source(),
        });
        break;
      }
      case "gauge":
        // Told with the voices' state.
        break;
    }
  }

  revoke(noteIds: readonly number[]): void {
    for (const id of noteIds) this.#upcoming.delete(id);
    this.#tell.revoke(noteIds);
  }

  panic(): void {
    this.#upcoming.clear();
    this.#tell.panic();
  }

  /** The server belongs to whoever made it and is disposed of there. */
  async dispose(): Promise<void> {
    this.panic();
  }

  /** What is due by now was played. */
  #land(): void {
    const now = this.#time.now();
    const landed = [...this.#upcoming.values()].filter((note) => note.at <= now);
    for (const note of landed.sort(inOrder)) {
      this.#upcoming.delete(note.id);
      this.#past.add(note, note.at);
    }
  }

  #keep(note: Note): void {
    // Sent again, it is to be elsewhere: pages take the old one back first.
    if (this.#upcoming.has(note.id)) this.#tell.revoke([note.id]);
    this.#upcoming.set(note.id, note);
  }
}

const inOrder = (one: Note, other: Note): number => one.at - other.at || one.id - other.id;
