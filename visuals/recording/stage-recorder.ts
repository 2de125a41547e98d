import { reasonOf } from "../../shared/events/report.ts";
import type { Extent } from "../../shared/mapping/canvas.ts";
import type { RecordingState, RecordOrder, RecordReply } from "../../shared/protocol/recording.ts";
import type { TimeSource } from "../../shared/time/time-source.ts";
import { Delivery, type Post } from "./delivery.ts";
import { encodingFor } from "./encoding.ts";
import { FilmCanvas } from "./film-canvas.ts";

/** How often what is recorded is handed over. */
const PIECE_MS = 1000;

/** What is recorded of the sound. */
export interface RecordedSound {
  /** null where there is none. */
  record(): Promise<MediaStreamTrack | null>;
  endRecording(): Promise<void>;
}

/** What goes on while this stage records. */
interface Take {
  readonly id: number;
  readonly film: FilmCanvas;
  readonly recorder: MediaRecorder;
  /** Why it had to end, if it had. */
  complaint: string;
}

/** Records this stage when the server says so, with the browser's own encoder, and hands it over. */
export class StageRecorder {
  readonly #sound: RecordedSound;
  readonly #size: () => Extent;
  readonly #time: TimeSource;
  readonly #post: Post;
  readonly #onChange: (on: boolean) => void;
  #take: Take | null = null;

  /** `size` is that of the picture, in pixels, when it is as fine as it can be. */
  constructor(sound: RecordedSound, size: () => Extent, time: TimeSource, post: Post, onChange: (on: boolean) => void) {
    this.#sound = sound;
    this.#size = size;
    this.#time = time;
    this.#post = post;
    this.#onChange = onChange;
  }

  get on(): boolean {
    return this.#take !== null;
  }

  /** Begins; says so, or why it cannot. Never rejects. */
  async begin({ id, token }: RecordOrder): Promise<RecordReply> {
    this.end();
    if (typeof MediaRecorder === "undefined")
      return { ok: false, reason: "The stage's browser cannot record; open /stage in Chrome, Edge or Firefox." };
    const sound = await this.#sound.record();
    const film = new FilmCanvas(this.#size());
    try {
      const { width, height } = film.size;
      const encoding = encodingFor(width, height, sound !== null, (type) => MediaRecorder.isTypeSupported(type));
      if (encoding === null || film.track === null) throw new Error("it has no encoder for it");
      const tracks = sound === null ? [film.track] : [film.track, sound];
      const recorder = new MediaRecorder(new MediaStream(tracks), encoding);
      const delivery = new Delivery(token, this.#time, this.#post, () => this.end());
      recorder.ondataavailable = ({ data }) => delivery.add(data);
      recorder.onerror = (event) => this.end(reasonOf((event as ErrorEvent).error ?? "the encoder failed"));
      const take: Take = { id, film, recorder, complaint: "" };
      recorder.onstop = () => delivery.end(take.complaint);
      recorder.start(PIECE_MS);
      this.#take = take;
      this.#onChange(true);
      return { ok: true, type: encoding.kind, sound: sound !== null };
    } catch (error) {
      film.dispose();
      await this.#sound.endRecording();
      return { ok: false, reason: `The stage's browser cannot record: ${reasonOf(error)}.` };
    }
  }

  /** What the server says of recordings: this one may be over. */
  tell(state: RecordingState | null): void {
    if (this.#take === null || state === null || state.id < this.#take.id) return;
    if (state.id > this.#take.id || state.ending || state.until !== null) this.end();
  }

  /** A picture was drawn on `shown`, in this turn of the event loop. */
  frame(shown: HTMLCanvasElement, stamp: number): void {
    this.#take?.film.frame(shown, stamp);
  }

  /** Ends, if it goes on, and hands over the rest; with a complaint when it had to. */
  end(complaint = ""): void {
    if (this.#take === null) return;
    const { film, recorder } = this.#take;
    this.#take.complaint = complaint;
    this.#take = null;
    if (recorder.state !== "inactive") recorder.stop();
    film.dispose();
    void this.#sound.endRecording();
    this.#onChange(false);
  }
}
