import { Context, connect, disconnect, Gain, getContext, Limiter, Meter, Reverb, setContext } from "tone";
import type { Drum } from "../../shared/music/drums.ts";
import type { VoiceName } from "../../shared/music/note.ts";
import { type Ms, ms } from "../../shared/time/units.ts";
import { AudioClock } from "./audio-clock.ts";
import { characterOf } from "./character.ts";
import { renderKit } from "./kit.ts";
import { KitVoice } from "./kit-voice.ts";
import { LOUDEST_DB, ROOM } from "./room.ts";

/**
 * The band as it sounds in this browser: a kit for each voice, one room, one limiter. Loaded with
 * its library only when somebody wants to hear or record it. The speakers are off until they are switched on.
 */
export class BandSound {
  readonly #context: AudioContext;
  readonly #clock = new AudioClock();
  readonly #limiter = new Limiter(LOUDEST_DB);
  readonly #speakers = new Gain(0).toDestination();
  readonly #meter = new Meter();
  readonly #room = new Reverb({ ...ROOM, wet: 1 });
  readonly #voices = new Map<VoiceName, KitVoice>();

  /** `voices` are those that sound, in the show's order. Resolves when every one can be heard. Rejects when the browser gives no sound. */
  static async start(context: AudioContext, voices: readonly VoiceName[]): Promise<BandSound> {
    setContext(new Context({ context, lookAhead: 0, updateInterval: 0.05 }));
    const sound = new BandSound(context);
    await sound.setVoices(voices);
    return sound;
  }

  private constructor(context: AudioContext) {
    this.#context = context;
    this.#room.connect(this.#limiter);
    this.#limiter.connect(this.#meter);
    this.#limiter.connect(this.#speakers);
  }

  /** Whether the speakers sound; what is recorded sounds either way. */
  set heard(heard: boolean) {
    this.#speakers.gain.value = heard ? 1 : 0;
  }

  /** A stream of all that is played. */
  record(): MediaStreamAudioDestinationNode {
    const recorded = new MediaStreamAudioDestinationNode(this.#context);
    connect(this.#limiter, recorded);
    return recorded;
  }

  endRecording(recorded: MediaStreamAudioDestinationNode): void {
    disconnect(this.#limiter, recorded);
  }

  /** How loud it is now, in decibels below full. */
  get level(): number {
    const level = this.#meter.getValue();
    return typeof level === "number" ? level : (level[0] ?? Number.NEGATIVE_INFINITY);
  }

  async setVoices(voices: readonly VoiceName[]): Promise<void> {
    for (const kit of this.#voices.values()) kit.dispose();
    this.#voices.clear();
    for (const [place, name] of voices.entries()) {
      const character = characterOf(place);
      this.#voices.set(name, new KitVoice(await renderKit(character), character, this.#limiter, this.#room));
    }
  }

  /** Reads the sound card's clock; call a few times a second. `pageNow` is the page's time now. */
  readClock(pageNow: number): void {
    const { contextTime, performanceTime } = this.#context.getOutputTimestamp();
    if (contextTime !== undefined && performanceTime !== undefined && contextTime > 0)
      this.#clock.read(contextTime, performanceTime);
    else this.#clock.read(this.#context.currentTime - this.#context.baseLatency, pageNow);
  }

  /** What is rendered at the page's moment `pageNow` is heard so much later: the way through the sound card. */
  aheadAt(pageNow: Ms): Ms {
    return this.#clock.known ? ms(1000 * (this.#context.currentTime - this.#clock.toContext(pageNow))) : ms(0);
  }

  /** A hit is to be heard at the page's moment `pageMs`; what is past is heard at once. */
  hit(voice: VoiceName, drum: Drum, velocity: number, pageMs: number): void {
    if (!this.#clock.known) return;
    this.#voices.get(voice)?.hit(drum, velocity, Math.max(this.#clock.toContext(pageMs), getContext().currentTime));
  }

  silence(): void {
    for (const kit of this.#voices.values()) kit.silence();
  }
}
