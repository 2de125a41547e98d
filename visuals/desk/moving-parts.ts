import { drumIndex } from "../../shared/music/drums.ts";
import type { Note } from "../../shared/music/note.ts";
import type { TimeSource } from "../../shared/time/time-source.ts";
import { type Ms, ms } from "../../shared/time/units.ts";
import type { ServerConnection } from "../socket/server-connection.ts";
import { DrawQueue } from "../time/draw-queue.ts";
import type { ServerTime } from "../time/server-time.ts";
import { positionAt, progressOf, timelineOf } from "./position.ts";
import { replayPosition } from "./replay-position.ts";
import { lengthOf } from "./views/length-of.ts";

/** The lights of a page need not be finer than this. */
const FRAME_MS = ms(16);

/**
 * What moves with every frame: position, progress and lights. They are written straight into the
 * elements that the views left for them, so that a beat does not draw the whole page anew.
 */
export class MovingParts {
  readonly #root: HTMLElement;
  readonly #connection: ServerConnection;
  readonly #server: ServerTime;
  readonly #time: TimeSource;
  readonly #notes = new DrawQueue<Note>();

  constructor(root: HTMLElement, connection: ServerConnection, server: ServerTime, time: TimeSource) {
    this.#root = root;
    this.#connection = connection;
    this.#server = server;
    this.#time = time;
    connection.welcomed.on((snapshot) => {
      this.#notes.clear();
      for (const note of snapshot.upcoming) this.#notes.add(note);
    });
    connection.notes.on((notes) => {
      for (const note of notes) this.#notes.add(note);
    });
    connection.revoked.on((ids) => this.#notes.revoke(ids));
    connection.panicked.on(() => this.#notes.clear());
    connection.retimed.on((transport) => this.#notes.retime(timelineOf(transport), server.now()));
    requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    requestAnimationFrame(() => this.#draw());
    if (!this.#server.known || this.#connection.state !== "open") return;
    const now = this.#server.toServer(this.#time.now());
    this.#drawPosition(now);
    this.#drawProgress(now);
    this.#drawReplay(now);
    this.#notes.draw(now, FRAME_MS, (note) => this.#light(note));
    const bound = this.#server.errorBound;
    this.#write("[data-clock-error]", `± ${bound.toFixed(2)} ms`);
  }

  #drawPosition(now: Ms): void {
    const transport = this.#connection.snapshot?.transport;
    if (transport === undefined) return;
    const beat = timelineOf(transport).toBeats(now);
    const { bar, count } = positionAt(beat, transport);
    const place = beat < 0 ? `in ${count}` : `${bar}.${count}`;
    this.#write("[data-position]", transport.playing ? place : "stopped");
    const lamps = this.#root.querySelector("[data-beats]")?.children ?? [];
    for (let i = 0; i < lamps.length; i++) lamps[i]?.classList.toggle("on", transport.playing && i === count - 1);
  }

  #drawProgress(now: Ms): void {
    const snapshot = this.#connection.snapshot;
    if (snapshot === null) return;
    for (const voice of snapshot.voices) {
      const { text, done } = progressOf(voice, snapshot.transport, now);
      this.#write(`[data-doing="${voice.name}"]`, text);
      const bar = this.#root.querySelector<HTMLElement>(`[data-progress="${voice.name}"]`);
      if (bar !== null) bar.style.transform = `scaleX(${done.toFixed(3)})`;
    }
  }

  #drawReplay(now: Ms): void {
    const replay = this.#connection.snapshot?.replay ?? null;
    if (replay === null) return;
    const seconds = replayPosition(replay, now);
    this.#write("[data-replay-position]", lengthOf(seconds * 1000));
    const slider = this.#root.querySelector<HTMLInputElement>("[data-replay-slider]");
    // Under a finger it stays where that is.
    if (slider !== null && document.activeElement !== slider) slider.value = String(seconds);
  }

  #light(note: Note): void {
    const light = this.#root.querySelector(`[data-lights="${note.voice}"]`)?.children[drumIndex(note.drum)];
    light?.animate([{ opacity: 0.35 + (0.65 * note.velocity) / 127 }, { opacity: 0.12 }], {
      duration: 260,
      easing: "ease-out",
    });
    if (!note.live) return;
    this.#root
      .querySelector(`[data-pad="${note.drum}"]`)
      ?.animate([{ filter: "brightness(2)" }, { filter: "none" }], { duration: 160 });
  }

  /** Writes only what is new: the same text again would still cost a layout. */
  #write(selector: string, text: string): void {
    const element = this.#root.querySelector(selector);
    if (element !== null && element.textContent !== text) element.textContent = text;
  }
}
