import type { Note } from "../../shared/music/note.ts";
import type { FilmOrder, Told } from "../../shared/protocol/film.ts";
import type { TransportState } from "../../shared/protocol/state.ts";
import { Timeline } from "../../shared/time/timeline.ts";
import { beats, bpm, type Ms, ms } from "../../shared/time/units.ts";
import { OfflineBand, type OfflineHit } from "../sound/offline-band.ts";
import { DrawQueue } from "../time/draw-queue.ts";
import type { ToldStream } from "./told-stream.ts";

/** So much is rendered at a time, whatever the film's length. */
const PIECE_MS = 10_000;
/** What rang before a piece rings on in it: longer than any drum and its room. */
const RING_MS = 6000;

/** The sound of a take by the page's own kit, piece after piece. */
export class KitTrack {
  readonly #told: ToldStream;
  readonly #from: Ms;
  readonly #length: Ms;
  readonly #sounding: readonly string[];
  readonly #queue = new DrawQueue<Note>();
  /** Notes that may still be heard, when they are due, in order. */
  #landed: { readonly note: Note; readonly at: Ms }[] = [];

  constructor(order: FilmOrder, told: ToldStream) {
    this.#told = told;
    this.#from = order.from;
    this.#length = ms((1000 * order.frames) / order.fps);
    this.#sounding = order.welcome.voices.filter(({ sounds }) => sounds).map(({ name }) => name);
    for (const note of order.welcome.upcoming) this.#queue.add(note);
  }

  /** One after the other, without a gap, the last one as long as it needs to be. */
  async *pieces(): AsyncGenerator<AudioBuffer> {
    const band = await OfflineBand.make(this.#sounding);
    for (let begin = 0; begin < this.#length; begin += PIECE_MS) {
      const end = Math.min(begin + PIECE_MS, this.#length);
      const until = ms(this.#from + end);
      await this.#told.upTo(until, (told) => this.#hear(told));
      this.#land(until);
      const lead = Math.min(begin, RING_MS);
      const first = this.#from + begin - lead;
      this.#landed = this.#landed.filter(({ at }) => at >= first);
      const hits = this.#landed.map(({ note, at }): OfflineHit => ({ ...note, seconds: (at - first) / 1000 }));
      yield trimmed(await band.render(hits, (lead + end - begin) / 1000), lead / 1000);
    }
  }

  #hear([at, event, said]: Told): void {
    // What was due by then has sounded, whatever is told now.
    this.#land(at);
    if (event === "notes") for (const note of said) this.#queue.add(note);
    else if (event === "revoke") this.#queue.revoke(said);
    else if (event === "panic") this.#queue.clear();
    else if (event === "transport") this.#queue.retime(timelineOf(said), at);
  }

  #land(until: Ms): void {
    this.#queue.pass(until, (note, at) => this.#landed.push({ note, at }));
  }
}

const timelineOf = ({ tempo, originBeats, originMs }: TransportState): Timeline =>
  new Timeline(bpm(tempo), beats(originBeats), ms(originMs));

const trimmed = (sound: AudioBuffer, seconds: number): AudioBuffer => {
  const { sampleRate, numberOfChannels } = sound;
  const skipped = Math.round(seconds * sampleRate);
  if (skipped === 0) return sound;
  const rest = new AudioBuffer({ length: sound.length - skipped, numberOfChannels, sampleRate });
  for (let side = 0; side < numberOfChannels; side++)
    rest.copyToChannel(sound.getChannelData(side).subarray(skipped), side);
  return rest;
};
