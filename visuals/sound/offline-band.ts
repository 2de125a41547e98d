import { Convolver, Limiter, Offline, OfflineContext, setContext, type ToneAudioBuffer } from "tone";
import type { Drum } from "../../shared/music/drums.ts";
import type { VoiceName } from "../../shared/music/note.ts";
import { type Character, characterOf } from "./character.ts";
import { type Kit, renderKit } from "./kit.ts";
import { KitVoice } from "./kit-voice.ts";
import { LOUDEST_DB, renderRoom } from "./room.ts";

/** One hit, `seconds` after the beginning of what is rendered; `velocity` 1 to 127. */
export interface OfflineHit {
  readonly voice: VoiceName;
  readonly drum: Drum;
  readonly velocity: number;
  readonly seconds: number;
}

export const SAMPLE_RATE = 48_000;
/** Browsers' compressors, of which the limiter is one, give everything out so much later: 6 ms (Blink's DynamicsCompressor). */
const LIMITER_SECONDS = 0.006;

/** The band as BandSound plays it, not heard but rendered: exact to the sample, as fast as the machine can. */
export class OfflineBand {
  readonly #kits: ReadonlyMap<VoiceName, readonly [Kit, Character]>;
  readonly #room: ToneAudioBuffer;

  /** `voices` are those that sound, in the show's order. Rejects when the browser cannot render sound. */
  static async make(voices: readonly VoiceName[]): Promise<OfflineBand> {
    // The library greets on the console unless it is told not to, and would open the sound card.
    Object.assign(globalThis, { TONE_SILENCE_LOGGING: true });
    setContext(new OfflineContext(2, 1, SAMPLE_RATE));
    const kits = new Map<VoiceName, readonly [Kit, Character]>();
    for (const [place, name] of voices.entries()) {
      const character = characterOf(place);
      kits.set(name, [await renderKit(character), character]);
    }
    return new OfflineBand(kits, await renderRoom());
  }

  private constructor(kits: ReadonlyMap<VoiceName, readonly [Kit, Character]>, room: ToneAudioBuffer) {
    this.#kits = kits;
    this.#room = room;
  }

  /** The sound of these hits, which come in order, `seconds` long, left and right. */
  async render(hits: readonly OfflineHit[], seconds: number): Promise<AudioBuffer> {
    const rendered = await Offline(
      () => {
        const limiter = new Limiter(LOUDEST_DB).toDestination();
        const room = new Convolver(this.#room).connect(limiter);
        const voices = new Map<VoiceName, KitVoice>();
        for (const [name, [kit, character]] of this.#kits)
          voices.set(name, new KitVoice(kit, character, limiter, room));
        for (const { voice, drum, velocity, seconds: at } of hits) voices.get(voice)?.hit(drum, velocity, at);
      },
      seconds + LIMITER_SECONDS,
      2,
    );
    const sound = new AudioBuffer({
      length: Math.round(seconds * SAMPLE_RATE),
      numberOfChannels: 2,
      sampleRate: SAMPLE_RATE,
    });
    for (const side of [0, 1])
      sound.copyToChannel(
        (rendered.get() as AudioBuffer).getChannelData(side).subarray(Math.round(LIMITER_SECONDS * SAMPLE_RATE)),
        side,
      );
    rendered.dispose();
    return sound;
  }
}
