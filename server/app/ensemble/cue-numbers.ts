import type { Cue } from "../../../shared/music/cue.ts";

/** Who writes cues: the director, or a take that is played, which may be entered over and over. */
type Writer = "director" | "take";

/**
 * Numbers the cues of whoever writes them, so that all that go out count upwards: a stage passes over what is older
 * than what it has. One that is written anew keeps its number. @realtime yes
 */
export class CueNumbers {
  #writer: Writer = "director";
  #added = 0;
  #newest = 0;
  #begins = false;

  /** The next is newer than all that went out, whatever its number. */
  begin(): void {
    this.#begins = true;
  }

  of(cue: Cue, writer: Writer): Cue {
    if (this.#begins || writer !== this.#writer) this.#added = this.#newest + 1 - cue.id;
    this.#begins = false;
    this.#writer = writer;
    const id = cue.id + this.#added;
    this.#newest = Math.max(this.#newest, id);
    return this.#added === 0 ? cue : { ...cue, id };
  }
}
