import type { TimeSource } from "../../shared/time/time-source.ts";
import { ms } from "../../shared/time/units.ts";

/** How long a new one is seen, without anybody at the page. */
const SEEN_MS = 20_000;

/**
 * What this page cannot do, written on it for whoever stands before it: nobody at the desk can do anything about it. Seen
 * when it is new and while the pointer moves; always, while there is no picture that it would disturb.
 */
export class PageNotes {
  readonly #element = document.createElement("div");
  readonly #notes = new Map<string, HTMLElement>();
  readonly #time: TimeSource;
  /** They would be in a stream. */
  readonly #discreet: boolean;
  #isNew = false;
  #active = false;
  #hasPicture = true;
  #cancel: () => void = () => {};

  constructor(time: TimeSource, discreet: boolean) {
    this.#time = time;
    this.#discreet = discreet;
    this.#element.className = "notes";
    this.#element.setAttribute("role", "status");
    document.body.append(this.#element);
  }

  /** Says it about a matter, in place of what was said of it before; null when it is mended. */
  say(about: string, text: string | null): void {
    if ((this.#notes.get(about)?.textContent ?? null) === text) return;
    this.#notes.get(about)?.remove();
    this.#notes.delete(about);
    if (text === null) return;
    const note = document.createElement("p");
    note.textContent = text;
    this.#notes.set(about, note);
    this.#element.append(note);
    this.#isNew = true;
    this.#cancel();
    this.#cancel = this.#time.wake(ms(this.#time.now() + SEEN_MS), () => {
      this.#isNew = false;
      this.#show();
    });
    this.#show();
  }

  /** Whether somebody moves the pointer. */
  set active(active: boolean) {
    this.#active = active;
    this.#show();
  }

  set hasPicture(hasPicture: boolean) {
    this.#hasPicture = hasPicture;
    this.#show();
  }

  #show(): void {
    const isSeen = !this.#hasPicture || (!this.#discreet && (this.#isNew || this.#active));
    this.#element.classList.toggle("seen", isSeen);
  }
}
