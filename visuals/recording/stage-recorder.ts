import { reasonOf } from "../../shared/events/report.ts";
import type { Extent } from "../../shared/mapping/canvas.ts";
import type { RecordingState, RecordOrder, RecordReply } from "../../shared/protocol/recording.ts";
import type { TimeSource } from "../../shared/time/time-source.ts";
import { type Ms, ms } from "../../shared/time/units.ts";
import { Gauge } from "../stage/gauge.ts";
import { Delivery, type Post } from "./delivery.ts";
import { encodingFor } from "./encoding.ts";
import { FilmCanvas } from "./film-canvas.ts";

/** How often what is recorded is handed over. */
const PIECE_MS = 1000;
/** A page that is not seen draws nothing; it is recorded all the same. */
const FIRST_PICTURE_MS = 1000;
/** Pictures by which one knows how far sound and picture lie apart. */
const MEASURED = 2048;
/** A picture that is seen at another moment than this near to now stands still, and says nothing. */
const STANDS_MS = 500;

/** What is recorded of the sound. */
export interface RecordedSound {
  /** null where there is none. */
  record(): Promise<MediaStreamTrack | null>;
  /** What is played now is heard after so long. */
  readonly ahead: Ms;
  endRecording(): Promise<void>;
}

/** What goes on while this stage records. */
interface Take {
  readonly id: number;
  readonly film: FilmCanvas;
  readonly recorder: MediaRecorder;
  readonly hasSound: boolean;
  /** By how much sound was taken earlier than the picture of the same moment, with each picture. */
  readonly early: Gauge;
  /** Begins with the picture that is drawn then. */
  readonly begin: () => void;
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

  /** Begins; says so, or why it cannot. Never rejects. */
  async begin({ id, token }: RecordOrder): Promise<RecordReply> {
    this.end();
    if (typeof MediaRecorder === "undefined" || !("captureStream" in HTMLCanvasElement.prototype))
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
      const { begun, begin } = this.#firstPicture(recorder);
      const take: Take = {
        id,
        film,
        recorder,
        hasSound: sound !== null,
        early: new Gauge(MEASURED),
        begin,
        complaint: "",
      };
      recorder.onstop = () => delivery.end(take.complaint, ms(take.early.median));
      this.#take = take;
      this.#onChange(true);
      await begun;
      return { ok: true, type: encoding.kind, sound: sound !== null };
    } catch (error) {
      if (this.#take?.film === film) {
        this.#take = null;
        this.#onChange(false);
      }
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

  /** A picture was drawn on `shown`, in this turn of the event loop; it will be seen after `ahead`. */
  frame(shown: HTMLCanvasElement, stamp: number, ahead: Ms): void {
    if (this.#take === null) return;
    const { film, hasSound, early, begin } = this.#take;
    begin();
    film.frame(shown, stamp);
    if (hasSound && Math.abs(ahead) < STANDS_MS) early.add(this.#sound.ahead - ahead);
  }

  /** Ends, if it goes on, and hands over the rest; with a complaint when it had to. */
  end(complaint = ""): void {
    if (this.#take === null) return;
    const { film, recorder, begin } = this.#take;
    this.#take.complaint = complaint;
    this.#take = null;
    // Ended before its first picture, it is a recording all the same, and is over in order.
    begin();
    if (recorder.state !== "inactive") recorder.stop();
    film.dispose();
    void this.#sound.endRecording();
    this.#onChange(false);
  }

  /**
   * Browsers let picture and sound begin at 0, each with the first that it gets. So it begins with a
   * picture, for sound is always there: then both mean the same moment.
   */
  #firstPicture(recorder: MediaRecorder): { readonly begun: Promise<void>; readonly begin: () => void } {
    let begin = (): void => {};
    const begun = new Promise<void>((resolve, reject) => {
      const cancel = this.#time.wake(ms(this.#time.now() + FIRST_PICTURE_MS), () => begin());
      begin = () => {
        begin = () => {};
        cancel();
        try {
          recorder.start(PIECE_MS);
          resolve();
        } catch (error) {
          reject(error);
        }
      };
    });
    return { begun, begin: () => begin() };
  }
}
