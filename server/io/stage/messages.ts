import type { z } from "zod";
import { DeskCommand } from "../../../shared/controls/controls.ts";
import { type Reporter, reasonOf } from "../../../shared/events/report.ts";
import type { DeskReply } from "../../../shared/protocol/desk.ts";
import { ClipsMessage } from "../../../shared/protocol/media.ts";
import { FaultMessage, SceneMessage, TrialMessage } from "../../../shared/protocol/own-scenes.ts";
import { LimiterMessage, ShowingMessage } from "../../../shared/protocol/picture.ts";
import { PlayMessage, TimeMessage, type TimeReply } from "../../../shared/protocol/play.ts";
import { ThumbnailMessage } from "../../../shared/protocol/thumbnail.ts";
import { didYouMean } from "../../../shared/text/no-such.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import type { Ms } from "../../../shared/time/units.ts";
import { check } from "../../core/check/check.ts";
import { FloodGate } from "./flood-gate.ts";
import { operates, type PageSocket } from "./page-socket.ts";

/** Who acts on what the pages send. */
export interface PageHandlers {
  /** A pad was hit at `at`. */
  readonly onPlay: (message: PlayMessage, at: Ms) => void;
  /** A stage tells how its flash limiter does; `stage` is its own for as long as it is connected. */
  readonly onLimiter?: (message: LimiterMessage, stage: string) => void;
  /** A stage tells which scene is on its screen; "" for none. */
  readonly onShowing?: (message: ShowingMessage, stage: string) => void;
  /** A stage tells how far it is with the clips. */
  readonly onClips?: (message: ClipsMessage, stage: string) => void;
  /** A stage has loaded one of the show's own scenes. */
  readonly onScene?: (message: SceneMessage) => void;
  /** A scene has failed on a stage. */
  readonly onFault?: (message: FaultMessage) => void;
  /** A stage tries a version of a scene. */
  readonly onTrial?: (message: TrialMessage, stage: string) => void;
  /** A stage sends a picture of what a version of a scene draws. */
  readonly onThumbnail?: (message: ThumbnailMessage) => DeskReply;
  /** `origin` is the desk, or a key of it; `here` where that is on this machine. */
  readonly onDesk: (command: DeskCommand, origin: "desk" | "key", here: boolean) => DeskReply | Promise<DeskReply>;
}

/** What those may send who only look on. */
const ONLOOKERS_SEND: ReadonlySet<string> = new Set(["time"]);

/** Answers a message that came at `at`, now or later. */
type Answer = (message: unknown, at: Ms) => unknown;

/**
 * Listens to one page; of one that only looks on, nothing is heard but its question for the time. Nothing a page
 * sends is believed: every message is checked, a wrong one is answered with a reason, a flood is dropped, and whatever
 * goes wrong in acting on it stays here.
 */
export const listenTo = (
  socket: PageSocket,
  page: string,
  handlers: PageHandlers,
  time: TimeSource,
  report: Reporter,
): void => {
  const gate = new FloodGate(time, () => {
    if (!operates(socket)) return;
    report({
      room: "stage",
      level: "warning",
      text: `${page} sends more messages than anyone can play; the surplus is dropped. Close that page if it goes on.`,
      sender: page,
    });
  });

  /** Checks a message, and gives it to whoever acts on it. */
  const checked =
    <T>(schema: z.ZodType<T>, act: (message: T, at: Ms) => unknown, subject = "the message"): Answer =>
    (message, at) => {
      const right = check(schema, message, subject);
      return right.ok ? (act(right.value, at) ?? { ok: true }) : right;
    };

  const answers: ReadonlyMap<string, Answer> = new Map([
    ["time", checked(TimeMessage, (_, received): TimeReply => ({ received, replied: time.now() }))],
    ["play", checked(PlayMessage, (message, at) => void handlers.onPlay(message, at))],
    ["limiter", checked(LimiterMessage, (message) => void handlers.onLimiter?.(message, socket.id))],
    ["showing", checked(ShowingMessage, (message) => void handlers.onShowing?.(message, socket.id))],
    ["clips", checked(ClipsMessage, (message) => void handlers.onClips?.(message, socket.id))],
    ["scene", checked(SceneMessage, (message) => void handlers.onScene?.(message))],
    ["fault", checked(FaultMessage, (message) => void handlers.onFault?.(message))],
    ["trial", checked(TrialMessage, (message) => void handlers.onTrial?.(message, socket.id))],
    ["thumbnail", checked(ThumbnailMessage, (message) => handlers.onThumbnail?.(message))],
    ["desk", checked(DeskCommand, (command) => handlers.onDesk(command, "desk", socket.data.here), "the command")],
    ["key", checked(DeskCommand, (command) => handlers.onDesk(command, "key", socket.data.here), "the command")],
  ]);

  const handle = async (event: string, message: unknown, reply: (answer: unknown) => void): Promise<void> => {
    const received = time.now();
    const answer = answers.get(event);
    if (answer === undefined) {
      const events = [...answers.keys()];
      reply({
        ok: false,
        reason: `there is no event "${event.slice(0, 40)}"${didYouMean(event, events)}; pages send ${events.join(", ")}`,
      });
      return;
    }
    const { objection } = socket.data;
    if (objection !== null && !ONLOOKERS_SEND.has(event)) {
      reply({ ok: false, reason: objection });
      return;
    }
    try {
      const outcome = answer(message, received);
      reply(outcome instanceof Promise ? await outcome : outcome);
    } catch (error) {
      const reason = reasonOf(error);
      report({ room: "stage", level: "error", text: `"${event}" from ${page} failed: ${reason}`, sender: page });
      reply({ ok: false, reason });
    }
  };

  // Not `socket.on`: it would call us with whatever came, typed as if it had been checked.
  socket.onAny((event: unknown, ...received: readonly unknown[]) => {
    if (!gate.pass()) return;
    const last = received.at(-1);
    const reply = typeof last === "function" ? (answer: unknown): unknown => last(answer) : (): void => {};
    void handle(String(event), typeof received[0] === "function" ? undefined : received[0], reply);
  });
};
