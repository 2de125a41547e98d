import { DRUM_COUNT } from "../../../shared/music/drums.ts";
import type { VoiceName } from "../../../shared/music/note.ts";
import type { Remembered } from "../../../shared/music/remembered.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import type { BarPlace, Memories, RecalledBar } from "../../core/music/memories.ts";
import { type Pattern, SILENCE } from "../../core/music/pattern.ts";
import { PlayingSteps } from "./playing-steps.ts";

/** Tells what is remembered. */
type Tell = (remembered: Remembered) => void;

/**
 * What one live voice plays on its way into its memory, and what the memory then holds on its way out, once a bar.
 *
 * @realtime every method: what is recalled is awaited off the musical path.
 */
export class LiveMemory {
  readonly #voice: VoiceName;
  readonly #memories: Memories;
  readonly #tell: Tell;
  readonly #playing = new PlayingSteps();
  /** Steps that are to be learnt, the step that was closed last among them. */
  #toLearn = 0;
  #learntInBar = false;
  #toldAt = Number.NEGATIVE_INFINITY;
  /** Another with every `forget`: what was asked for before is void. */
  #era = 0;

  constructor(voice: VoiceName, memories: Memories, tell: Tell) {
    this.#voice = voice;
    this.#memories = memories;
    this.#tell = tell;
  }

  /** It has played `pattern` in the step at `place`. Whether that step belongs to playing, as far as is known by now. */
  close(pattern: Pattern, place: BarPlace): boolean {
    this.#toLearn = this.#playing.close(pattern, place);
    return this.#toLearn > 0;
  }

  /** Learns the step that was closed: everybody has heard it. `barLine` is the moment of the next step. */
  learn(pattern: Pattern, { stepInBar, stepsPerBar }: BarPlace, barLine: () => Ms): void {
    for (let before = this.#toLearn - 1; before > 0; before--)
      this.#memories.learn(this.#voice, SILENCE, { stepInBar: stepInBar - before, stepsPerBar });
    if (this.#toLearn > 0) {
      this.#memories.learn(this.#voice, pattern, { stepInBar, stepsPerBar });
      this.#learntInBar = true;
    }
    if (stepInBar + 1 < stepsPerBar || !this.#learntInBar) return;
    this.#learntInBar = false;
    this.recall(stepsPerBar, barLine());
  }

  /** Tells what is remembered from `at` on, if that is anything. */
  recall(stepsPerBar: number, at: Ms): void {
    const era = this.#era;
    this.#memories.recall(this.#voice, stepsPerBar).then(
      (bar) => {
        if (era === this.#era && bar.steps > 0) this.#say(bar, stepsPerBar, at);
      },
      // It is told again when it can be reached again.
      () => {},
    );
  }

  /** It is forgotten from `at` on. */
  forget(stepsPerBar: number, at: Ms): void {
    this.#era++;
    this.#learntInBar = false;
    this.#memories.forget(this.#voice);
    this.#say({ steps: 0, sureness: new Float32Array(stepsPerBar * DRUM_COUNT) }, stepsPerBar, at);
  }

  #say({ steps, sureness }: RecalledBar, stepsPerBar: number, wanted: Ms): void {
    // Pictures take only what is later than what they know.
    const at = ms(Math.max(wanted, this.#toldAt + 1));
    this.#toldAt = at;
    this.#tell({ voice: this.#voice, at, steps, stepsPerBar, sureness: drumByDrum(sureness, stepsPerBar) });
  }
}

/** In hundredths, all places of the first drum first. */
const drumByDrum = (sureness: Float32Array, stepsPerBar: number): number[] =>
  Array.from({ length: sureness.length }, (_, k) => {
    const drum = Math.floor(k / stepsPerBar);
    return Math.round(100 * sureness[(k % stepsPerBar) * DRUM_COUNT + drum]!) / 100;
  });
