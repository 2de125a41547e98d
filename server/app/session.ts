import { connect } from "node:net";
import { isDeepStrictEqual } from "node:util";
import type { ControlValue, ControlValues, DeskCommand } from "../../shared/controls/controls.ts";
import type { Reporter } from "../../shared/events/report.ts";
import type { DeskReply } from "../../shared/protocol/desk.ts";
import type { TimeSource } from "../../shared/time/time-source.ts";
import { ms } from "../../shared/time/units.ts";
import { KeptFile } from "../core/files/kept-file.ts";
import type { CarryOut } from "./gate.ts";
import { isInSession, type KeptSession, readSession } from "./session-file.ts";

/** What the director and the clock turn, they turn all the time; the file need not. */
const MOVED_AFTER_MS = 3000;
/** A server of this machine lets one in at once. */
const ANSWERS_WITHIN_MS = 500;
/** More settings than these are counted in the sentence, not named. */
const MOST_NAMED = 6;

interface SessionOptions {
  readonly path: string;
  /** Begins anew, whatever is kept. */
  readonly fresh: boolean;
  readonly time: TimeSource;
  readonly report: Reporter;
}

/** What is written. */
interface SessionFacts {
  readonly seed: number;
  /** Where this server's pages are. */
  readonly address: string;
  readonly controls: () => ControlValues;
}

/**
 * Everything that was turned in this run of the server, in a file that is there while it runs and is removed when it
 * ends in order: one that is found at the start was left by a crash, and what is in it comes back, as orders.
 */
export class Session {
  readonly #file: KeptFile;
  readonly #kept: KeptSession | null;
  /** Another server plays this show: the file is its own. */
  readonly #isOthers: boolean;
  readonly #time: TimeSource;
  readonly #report: Reporter;
  #facts: SessionFacts | null = null;
  /** The scene that was on, while it is not there. */
  #awaited: DeskCommand | null = null;
  #cancelMoved: (() => void) | null = null;

  private constructor(
    file: KeptFile,
    kept: KeptSession | null,
    isOthers: boolean,
    { time, report }: Pick<SessionOptions, "time" | "report">,
  ) {
    this.#file = file;
    this.#kept = kept;
    this.#isOthers = isOthers;
    this.#time = time;
    this.#report = report;
  }

  /** Reads what a crash has left, if anything. Never rejects. */
  static async open({ path, fresh, time, report }: SessionOptions): Promise<Session> {
    const file = new KeptFile({ path, room: "app", time, report });
    const found = await readSession(file);
    const isOthers = found !== null && (await isRunning(found));
    if (isOthers)
      report({
        room: "app",
        level: "warning",
        text: `Another Antiphon (process ${found.process}, ${found.address}) plays this show: what is turned here does not come back after a crash.`,
      });
    return new Session(file, fresh || isOthers ? null : found, isOthers, { time, report });
  }

  /** That of the run that was cut off; null where none was. */
  get seed(): number | null {
    return this.#kept?.seed ?? null;
  }

  /**
   * Turns everything as it was, but for the transport, and says so in one sentence; what is not there any more is
   * passed over by name. Resolves when all orders are answered, which models may take their time for.
   */
  async restore(carryOut: CarryOut, controls: () => ControlValues, hasSeed: boolean): Promise<void> {
    if (this.#kept === null) return;
    const done: string[] = hasSeed ? [] : [`seed ${this.#kept.seed}`];
    const refused = new Map<string, string[]>();
    const turning = [...this.#kept.turned].map(async ([path, { value, order }]) => {
      if (path === "playing") return value === false && done.push("stopped");
      const isThere = isDeepStrictEqual(controls()[path]?.value, value);
      const reply: DeskReply = isThere ? { ok: true } : await carryOut(order, "session");
      if (reply.ok) return done.push(path);
      if (path === "scene") this.#awaited = order;
      return refused.set(reply.reason, [...(refused.get(reply.reason) ?? []), path]);
    });
    await Promise.all(turning);
    const named = done.slice(0, MOST_NAMED).join(", ");
    const others = done.length > MOST_NAMED ? ` and ${done.length - MOST_NAMED} more` : "";
    if (done.length > 0)
      this.#say("info", `It was cut off, and goes on as it was: ${named}${others}; --fresh begins anew.`);
    const reasons = [...refused].map(([reason, paths]) => `${paths.join(", ")} (${reason.replace(/\.$/, "")})`);
    if (reasons.length > 0) this.#say("warning", `Not as it was before it was cut off: ${reasons.join("; ")}.`);
  }

  /** Starts or stops the transport as it was; false where it was never kept. */
  resume(carryOut: CarryOut): boolean {
    const kept = this.#kept?.turned.get("playing");
    if (kept === undefined) return false;
    carryOut(kept.order, "session");
    return true;
  }

  /** There are other scenes: the one that was on may be among them. */
  scenesChanged(carryOut: CarryOut): void {
    const order = this.#awaited;
    if (order === null) return;
    this.#awaited = null;
    if (!isOk(carryOut(order, "session"))) this.#awaited = order;
  }

  /** Keeps everything that is turned from now on, beginning with what already is. */
  begin(facts: SessionFacts): void {
    this.#facts = facts;
    this.#keep();
  }

  /** These values are new. */
  turned(news: Readonly<Record<string, ControlValue | null>>): void {
    const kept = Object.entries(news).filter(([path]) => isInSession(path));
    const byHand = kept.filter(([, value]) => value !== null && !["director", "clock"].includes(value.by));
    if (byHand.some(([path, value]) => path === "scene" && value?.by !== "session")) this.#awaited = null;
    if (byHand.length > 0) this.#keep();
    else if (kept.length > 0)
      this.#cancelMoved ??= this.#time.wake(ms(this.#time.now() + MOVED_AFTER_MS), () => this.#keep());
  }

  /** It ends in order: the next start begins as the show says. */
  async end(): Promise<void> {
    this.#cancelMoved?.();
    if (this.#facts === null || this.#isOthers) return;
    this.#facts = null;
    await this.#file.remove();
  }

  #keep(): void {
    this.#cancelMoved?.();
    this.#cancelMoved = null;
    const facts = this.#facts;
    if (facts === null || this.#isOthers) return;
    this.#file.keep(() => ({
      process: process.pid,
      address: facts.address,
      seed: facts.seed,
      turned: Object.fromEntries(
        Object.entries(facts.controls())
          .filter(([path, { by }]) => by !== "start" && isInSession(path))
          .map(([path, { value }]) => [path, value]),
      ),
    }));
  }

  #say(level: "info" | "warning", text: string): void {
    this.#report({ room: "app", level, text });
  }
}

const isOk = (reply: DeskReply | Promise<DeskReply>): boolean => !(reply instanceof Promise) && reply.ok;

/** Whether the server that wrote it is there: its process, and at its address whoever lets one in. */
const isRunning = ({ process: id, address }: KeptSession): Promise<boolean> => {
  const { hostname, port } = URL.canParse(address) ? new URL(address) : { hostname: "", port: "" };
  if (id === process.pid || hostname === "" || !isProcess(id)) return Promise.resolve(false);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ""), port: Number(port || 80) });
    const tell = (isThere: boolean) => (): void => {
      resolve(isThere);
      socket.destroy();
    };
    socket.setTimeout(ANSWERS_WITHIN_MS, tell(false)).once("connect", tell(true)).once("error", tell(false));
  });
};

const isProcess = (id: number): boolean => {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    // It is there and somebody else's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
};
