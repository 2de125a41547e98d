import type { MindAtStep, MindListener } from "../../../shared/music/mind.ts";
import type { VoiceName } from "../../../shared/music/note.ts";
import type { MindMessage } from "../../../shared/protocol/mind.ts";
import type { ServerToClient } from "../../../shared/protocol/socket.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import type { Timeline } from "../../../shared/time/timeline.ts";
import { ms } from "../../../shared/time/units.ts";
import { FloodGate } from "./flood-gate.ts";

/** Where minds go. */
type MindPages = Pick<ServerToClient, "minds" | "forget">;

/** Minds of all voices at a step come one by one; those that come this close together travel together. */
const GATHER_MS = 4;
/** So many that have been are told to a page that joins, of each voice: the present and how it came about. */
const PAST_KEPT = 16;
/** Minds a second that are told, of all voices together: 16 voices at 375 bpm. What is more is left out. */
const MOST_A_SECOND = 400;

/**
 * Tells the pages that want it what goes on in the networks, ahead of the moment where that is known
 * ahead, and keeps as much of it as a page needs that joins later. Moves with the tempo as pages do.
 *
 * @realtime `mind` and `forget`: what they do is bounded.
 */
export class MindFeed implements MindListener {
  readonly #pages: MindPages;
  readonly #time: TimeSource;
  /** What was told, by voice, in the order of its steps. */
  readonly #told = new Map<VoiceName, MindMessage[]>();
  #timeline: Timeline;
  #gathered: MindMessage[] = [];
  readonly #gate: FloodGate;
  #cancel: () => void = () => {};

  constructor(pages: MindPages, timeline: Timeline, time: TimeSource) {
    this.#pages = pages;
    this.#timeline = timeline;
    this.#time = time;
    this.#gate = new FloodGate(time, () => {}, MOST_A_SECOND, MOST_A_SECOND);
  }

  mind(mind: MindAtStep): void {
    if (!this.#gate.pass()) return;
    const { voice, step } = mind;
    const cells = Buffer.from(mind.cells).toString("base64");
    const message: MindMessage = { ...mind, at: this.#timeline.toMs(mind.beat), cells };
    const others = this.#toldOf(voice).filter((told) => told.step !== step || told.played !== mind.played);
    this.#told.set(voice, [...others, message]);
    if (this.#gathered.push(message) > 1) return;
    this.#cancel = this.#time.wake(ms(this.#time.now() + GATHER_MS), () => this.#flush());
  }

  forget(voice: VoiceName, step: number): void {
    const now = this.#time.now();
    const isVoid = (told: MindMessage): boolean => told.step >= step && told.at > now;
    const told = this.#toldOf(voice);
    const first = told.find(isVoid);
    if (first === undefined) return;
    this.#flush();
    this.#told.set(
      voice,
      told.filter((one) => !isVoid(one)),
    );
    this.#pages.forget(voice, first.step);
  }

  /** Beats are at other moments now. */
  retime(timeline: Timeline): void {
    const now = this.#time.now();
    this.#timeline = timeline;
    for (const [voice, minds] of this.#told)
      this.#told.set(
        voice,
        minds.map((mind) => (mind.at > now ? { ...mind, at: timeline.toMs(mind.beat) } : mind)),
      );
  }

  /** For a page that joins now: of each voice the last that have been, and what is still to be. */
  get told(): readonly MindMessage[] {
    this.#flush();
    return [...this.#told.keys()].flatMap((voice) => this.#toldOf(voice));
  }

  /** Nobody watches any more: what was told would be old when somebody does. */
  clear(): void {
    this.#cancel();
    this.#gathered = [];
    this.#told.clear();
  }

  dispose(): void {
    this.clear();
  }

  /** Without what is too old to be told. */
  #toldOf(voice: VoiceName): readonly MindMessage[] {
    const told = this.#told.get(voice) ?? [];
    const now = this.#time.now();
    const past = told.reduce((count, { at }) => (at <= now ? count + 1 : count), 0);
    return told.slice(Math.max(0, past - PAST_KEPT));
  }

  #flush(): void {
    this.#cancel();
    if (this.#gathered.length === 0) return;
    const minds = this.#gathered;
    this.#gathered = [];
    this.#pages.minds(minds);
  }
}
