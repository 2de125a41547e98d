import { DRUMS, drumIndex } from "../../shared/music/drums.ts";
import type { Note, VoiceName } from "../../shared/music/note.ts";
import type { Remembered } from "../../shared/music/remembered.ts";
import type { VoiceState } from "../../shared/protocol/state.ts";
import { surpriseOf } from "../drawing/surprise.ts";
import type { MindTrace, RememberedTrace, VoiceTrace } from "../scene-api/frame.ts";
import { DrumHistory } from "./drum-history.ts";
import { MindHistory, type PageMind } from "./mind-history.ts";
import { RememberedHistory } from "./remembered-history.ts";

/** How fast `energy` and `heat` fade by e. */
const ENERGY_MS = 250;
const HEAT_MS = 4000;
/** Sum of velocities, faded over HEAT_MS, at which a voice counts as half busy: about two hits a second. */
const HALF_HEAT = 6;

/** What a voice did, written by the stage as its notes are drawn and read by the scenes. */
export class VoiceHistory implements VoiceTrace {
  readonly name: VoiceName;
  readonly index: number;
  readonly kind: "live" | "model";
  readonly sounds: boolean;
  readonly place: number;
  readonly listensTo: readonly number[];
  readonly drums: readonly DrumHistory[] = DRUMS.map(() => new DrumHistory());
  phase: VoiceState["phase"];
  #mind: MindHistory | null = null;
  #remembered: RememberedHistory | null = null;
  #energy = 0;
  #heat = 0;
  #surprise = 0;
  #at = Number.NEGATIVE_INFINITY;
  #now = 0;

  constructor(state: VoiceState, index: number, place: number, listensTo: readonly number[]) {
    this.name = state.name;
    this.index = index;
    this.kind = state.kind;
    this.sounds = state.sounds;
    this.place = place;
    this.listensTo = listensTo;
    this.phase = state.phase;
  }

  get energy(): number {
    return this.#energy * this.#faded(ENERGY_MS);
  }

  get heat(): number {
    const heat = this.#heat * this.#faded(HEAT_MS);
    return heat / (heat + HALF_HEAT);
  }

  get surprise(): number {
    return this.#surprise;
  }

  get mind(): MindTrace | null {
    return this.#mind;
  }

  get remembered(): RememberedTrace | null {
    return this.#remembered;
  }

  /** This is remembered of it. */
  remember(remembered: Remembered): void {
    this.#remembered ??= new RememberedHistory();
    this.#remembered.tell(remembered);
  }

  /** Its network is in this state from `at` on. @realtime yes */
  think(mind: PageMind, at: number): void {
    this.#mind ??= new MindHistory();
    this.#mind.think(mind, at);
  }

  /** @realtime yes */
  hit(note: Note, at: number): void {
    const velocity = note.velocity / 127;
    this.drums[drumIndex(note.drum)]?.hit(at, velocity);
    const since = Math.max(0, at - this.#at);
    this.#energy = this.#energy * Math.exp(-since / ENERGY_MS) + velocity;
    this.#heat = this.#heat * Math.exp(-since / HEAT_MS) + velocity;
    this.#at = Math.max(this.#at, at);
    if (note.surprise !== null) this.#surprise += (surpriseOf(note) - this.#surprise) * 0.25;
  }

  /** The moment as of which everything is told. @realtime yes */
  moveTo(now: number): void {
    this.#now = now;
    for (const drum of this.drums) drum.moveTo(now);
    this.#mind?.moveTo(now);
    this.#remembered?.moveTo(now);
  }

  #faded(fade: number): number {
    return Math.exp(-Math.max(0, this.#now - this.#at) / fade);
  }
}

/** Histories for a show's voices, empty, in the show's order. */
export const historiesOf = (states: readonly VoiceState[]): readonly VoiceHistory[] => {
  let sounding = 0;
  let silent = 0;
  return states.map((state, index) => {
    const place = state.sounds ? sounding++ : silent++;
    const listensTo = state.listensTo.map((name) => states.findIndex((other) => other.name === name));
    return new VoiceHistory(state, index, place, listensTo);
  });
};

/** Whether histories made for `before` still fit `after`: the same voices in the same chain. */
export const sameBand = (before: readonly VoiceState[], after: readonly VoiceState[]): boolean =>
  before.length === after.length &&
  before.every((voice, i) => {
    const other = after[i];
    return (
      other !== undefined &&
      voice.name === other.name &&
      voice.kind === other.kind &&
      voice.sounds === other.sounds &&
      voice.listensTo.join() === other.listensTo.join()
    );
  });
