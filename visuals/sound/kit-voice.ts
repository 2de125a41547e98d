import { Filter, Gain, type InputNode, Panner, ToneBufferSource } from "tone";
import type { Drum } from "../../shared/music/drums.ts";
import type { Character } from "./character.ts";
import type { Kit } from "./kit.ts";

/** A closed hat ends an open one within this. */
const CHOKE_SECONDS = 0.03;
/** Soft hits are softer than their velocity: ears are logarithmic. */
const VELOCITY_CURVE = 1.7;

/** One voice's kit, placed in the room. */
export class KitVoice {
  readonly #kit: Kit;
  readonly #input: Gain;
  readonly #low: Filter;
  readonly #high: Filter;
  readonly #panner: Panner;
  readonly #send: Gain;
  readonly #ringing = new Set<ToneBufferSource>();
  #openHat: ToneBufferSource | null = null;

  constructor(kit: Kit, character: Character, output: InputNode, room: InputNode) {
    this.#kit = kit;
    this.#input = new Gain(character.loudness);
    this.#low = new Filter({ type: "highpass", frequency: character.lowest, rolloff: -12 });
    this.#high = new Filter({ type: "lowpass", frequency: character.highest, rolloff: -12 });
    this.#panner = new Panner(character.pan);
    this.#send = new Gain(character.room);
    this.#input.chain(this.#low, this.#high, this.#panner, output);
    this.#panner.connect(this.#send);
    this.#send.connect(room);
  }

  /** `velocity` 1 to 127; `seconds` is of the audio context. */
  hit(drum: Drum, velocity: number, seconds: number): void {
    const { buffer, rate, gain } = this.#kit[drum];
    if (drum === "closed_hat" || drum === "open_hat") this.#choke(seconds);
    const source = new ToneBufferSource({ url: buffer, playbackRate: rate });
    source.connect(this.#input);
    source.onended = () => {
      this.#ringing.delete(source);
      if (this.#openHat === source) this.#openHat = null;
      source.dispose();
    };
    this.#ringing.add(source);
    source.start(seconds, 0, undefined, gain * (velocity / 127) ** VELOCITY_CURVE);
    if (drum === "open_hat") this.#openHat = source;
  }

  /** Ends everything that sounds or is about to. */
  silence(): void {
    for (const source of this.#ringing) source.stop(source.now());
  }

  dispose(): void {
    this.silence();
    for (const node of [this.#input, this.#low, this.#high, this.#panner, this.#send]) node.dispose();
  }

  #choke(seconds: number): void {
    const open = this.#openHat;
    this.#openHat = null;
    if (open === null) return;
    open.fadeOut = CHOKE_SECONDS;
    open.stop(seconds);
  }
}
