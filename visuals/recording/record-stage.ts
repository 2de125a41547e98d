import type { Reporter } from "../../shared/events/report.ts";
import { RECORD_ANSWER_MS } from "../../shared/protocol/desk.ts";
import type { TimeSource } from "../../shared/time/time-source.ts";
import { type Ms, ms } from "../../shared/time/units.ts";
import type { ServerConnection } from "../socket/server-connection.ts";
import type { Graphics } from "../stage/graphics.ts";
import type { Toolbar } from "../stage/toolbar.ts";
import { type RecordedSound, StageRecorder } from "./stage-recorder.ts";

/** A piece that is not there by then is sent again. */
const WITHIN_MS = 20_000;

interface RecordingPage {
  readonly connection: ServerConnection;
  readonly graphics: Graphics;
  readonly sound: RecordedSound;
  readonly toolbar: Toolbar;
  /** This page's projector. */
  readonly projector: string;
  /** What a piece is handed over with. */
  readonly headers: Readonly<Record<string, string>>;
  /** When the picture that is on the screen is seen, by the page's time. */
  readonly seenAt: () => Ms;
  readonly time: TimeSource;
  readonly report: Reporter;
}

/** Has this stage record when the server says so; its button and its key order it of the server. */
export class RecordStage {
  readonly #page: RecordingPage;
  readonly #recorder: StageRecorder;

  constructor(page: RecordingPage) {
    this.#page = page;
    const { connection, graphics, sound, toolbar, headers, time } = page;
    const button = toolbar.button("record", "r: record this stage to a file of the server", () => void this.toggle());
    this.#recorder = new StageRecorder(
      sound,
      () => graphics.fullSize,
      time,
      (path, body) => fetch(path, { method: "POST", headers, body, signal: AbortSignal.timeout(WITHIN_MS) }),
      (on) => button.pressed(on),
    );
    connection.onRecord = (order) => this.#recorder.begin(order);
    connection.changed.on(({ snapshot }) => this.#recorder.tell(snapshot?.recording ?? null));
    // Another server knows nothing of what was begun with the one before.
    connection.welcomed.on(({ recording }) => {
      if ((recording ?? null) === null) this.#recorder.end();
    });
  }

  /** Begins or ends the recording, whichever stage records. */
  async toggle(): Promise<void> {
    const { connection, projector, report } = this.#page;
    const recording = connection.snapshot?.recording ?? null;
    const on = recording === null || recording.until !== null;
    const reply = await connection.order({ do: "record", on, ...(on ? { projector } : {}) }, RECORD_ANSWER_MS);
    if (!reply.ok) report({ room: "recordings", level: "error", text: reply.reason });
  }

  /** A picture was shown for the frame at `stamp`; to be called in the same turn of the event loop. */
  frame(stamp: number): void {
    const { graphics, seenAt, time } = this.#page;
    if (graphics.canvas !== null) this.#recorder.frame(graphics.canvas, stamp, ms(seenAt() - time.now()));
  }
}
