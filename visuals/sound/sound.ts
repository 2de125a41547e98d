import { type Reporter, reasonOf } from "../../shared/events/report.ts";
import type { Note, VoiceName } from "../../shared/music/note.ts";
import type { VoiceState } from "../../shared/protocol/state.ts";
import type { TimeSource } from "../../shared/time/time-source.ts";
import type { Timeline } from "../../shared/time/timeline.ts";
import { type Ms, ms } from "../../shared/time/units.ts";
import { DrawQueue } from "../time/draw-queue.ts";
import type { BandSound } from "./band-sound.ts";

/** How often the queue is looked at, and how long before they must be played notes go to the sound card: what is there cannot be taken back. */
const TICK_MS = 25;
const AHEAD_MS = 120;
/** The browser lets a hidden page look only once a second. */
const AHEAD_HIDDEN_MS = 1400;

/** Notes kept while nobody listens. */
const MOST_KEPT = 512;
/** A browser that was not touched never wakes its sound. */
const WAKE_WITHIN_MS = 2000;

export type SoundState = "off" | "loading" | "on" | "failed";

/** The server's time in the page, both ways. */
interface ServerClock {
  now(): Ms;
  toPage(server: Ms): Ms;
}

/**
 * The sound switch. While it is on, every note of every sounding voice is heard at its moment:
 * those known ahead are scheduled on the sound card's own clock, live ones are played at once.
 * What is recorded is the same, whether the switch is on or not.
 */
export class Sound {
  readonly #server: ServerClock;
  readonly #time: TimeSource;
  readonly #report: Reporter;
  readonly #onState: (state: SoundState) => void;
  readonly #queue = new DrawQueue<Note>();
  #state: SoundState = "off";
  /** The band is there and plays, for the speakers or a recording. */
  #playing: Promise<BandSound> | null = null;
  #recorded: MediaStreamAudioDestinationNode | null = null;
  #context: AudioContext | null = null;
  #band: BandSound | null = null;
  #voices: readonly VoiceName[] = [];
  #cancelTick: () => void = () => {};

  constructor(server: ServerClock, time: TimeSource, report: Reporter, onState: (state: SoundState) => void) {
    this.#server = server;
    this.#time = time;
    this.#report = report;
    this.#onState = onState;
  }

  get state(): SoundState {
    return this.#state;
  }

  /** How loud it is now, in decibels below full; minus infinity while it is off. */
  get level(): number {
    return this.#state === "on" ? (this.#band?.level ?? Number.NEGATIVE_INFINITY) : Number.NEGATIVE_INFINITY;
  }

  /** On or off. Browsers allow sound only from a key or a click. */
  async toggle(): Promise<void> {
    if (this.#state === "loading") return;
    if (this.#state === "on") await this.#mute();
    else await this.#begin();
  }

  /**
   * The sound to be recorded, from now until `endRecording`; null where the browser gives none, as
   * before somebody has touched the page.
   */
  async record(): Promise<MediaStreamTrack | null> {
    try {
      const band = await this.#gather();
      this.#recorded ??= band.record();
      return this.#recorded.stream.getAudioTracks()[0] ?? null;
    } catch {
      return null;
    }
  }

  /** Notes that were not played because the page stumbled and they came too late. */
  get dropped(): number {
    return this.#queue.dropped;
  }

  /** What is played now is heard after so long; 0 while nothing is played. */
  get ahead(): Ms {
    return this.#band?.aheadAt(this.#time.now()) ?? ms(0);
  }

  async endRecording(): Promise<void> {
    if (this.#recorded !== null) this.#band?.endRecording(this.#recorded);
    this.#recorded = null;
    if (this.#state !== "on" && this.#state !== "loading") await this.#rest();
  }

  setVoices(states: readonly VoiceState[]): void {
    const voices = states.filter(({ sounds }) => sounds).map(({ name }) => name);
    if (voices.length === this.#voices.length && voices.every((name, i) => name === this.#voices[i])) return;
    this.#voices = voices;
    void this.#band?.setVoices(voices).catch((error: unknown) => this.#fail(error));
  }

  /** A note told before moves to its new moment. */
  add(notes: readonly Note[]): void {
    for (const note of notes) this.#queue.add(note);
    if (this.#playing === null) {
      // Kept all the same, so that a response under way is heard from where the sound is switched on.
      if (this.#queue.size > MOST_KEPT) this.#forgetPast();
    } else if (notes.some(({ live }) => live)) {
      // A live note does not wait for the next look.
      this.#schedule();
    }
  }

  revoke(ids: readonly number[]): void {
    this.#queue.revoke(ids);
  }

  retime(timeline: Timeline): void {
    this.#queue.retime(timeline, this.#server.now());
  }

  panic(): void {
    this.#queue.clear();
    this.#band?.silence();
  }

  async #begin(): Promise<void> {
    this.#set("loading");
    try {
      (await this.#gather()).heard = true;
      this.#set("on");
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Has the band play; rejects when the browser gives no sound. */
  #gather(): Promise<BandSound> {
    // Made and woken at once, while the browser still knows of the key that asked for it.
    this.#context ??= new AudioContext({ latencyHint: "interactive" });
    this.#playing ??= this.#start(this.#context, this.#woken(this.#context.resume())).catch((error: unknown) => {
      this.#playing = null;
      throw error;
    });
    return this.#playing;
  }

  async #start(context: AudioContext, woken: Promise<void>): Promise<BandSound> {
    // The library greets on the console unless it is told not to.
    Object.assign(globalThis, { TONE_SILENCE_LOGGING: true });
    const [{ BandSound }] = await Promise.all([import("./band-sound.ts"), woken]);
    this.#band ??= await BandSound.start(context, this.#voices);
    this.#tick();
    return this.#band;
  }

  #woken(resumed: Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancel = this.#time.wake(ms(this.#time.now() + WAKE_WITHIN_MS), () =>
        reject(new Error("the browser keeps its sound off until the page is clicked")),
      );
      resumed.then(resolve, reject).finally(cancel);
    });
  }

  async #mute(): Promise<void> {
    if (this.#band !== null) this.#band.heard = false;
    this.#set("off");
    if (this.#recorded === null) await this.#rest();
  }

  /** Nobody hears it any more. */
  async #rest(): Promise<void> {
    this.#playing = null;
    this.#cancelTick();
    this.panic();
    await this.#context?.suspend();
  }

  #fail(error: unknown): void {
    this.#cancelTick();
    this.#playing = null;
    this.#set("failed");
    const text = `The kit cannot be heard: ${reasonOf(error)}. Press s to try again.`;
    this.#report({ room: "sound", level: "error", text });
  }

  #tick(): void {
    this.#band?.readClock(this.#time.now());
    this.#schedule();
    this.#cancelTick = this.#time.wake(ms(this.#time.now() + TICK_MS), () => this.#tick());
  }

  #forgetPast(): void {
    this.#queue.draw(this.#server.now(), ms(0), () => {});
    if (this.#queue.size > MOST_KEPT) this.panic();
  }

  #schedule(): void {
    const ahead = document.hidden ? AHEAD_HIDDEN_MS : AHEAD_MS;
    this.#queue.draw(ms(this.#server.now() + ahead + this.ahead), ms(0), this.#play);
  }

  readonly #play = (note: Note, at: Ms): void => {
    this.#band?.hit(note.voice, note.drum, note.velocity, this.#server.toPage(at));
  };

  #set(state: SoundState): void {
    this.#state = state;
    this.#onState(state);
  }
}
