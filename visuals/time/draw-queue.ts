import type { Timeline } from "../../shared/time/timeline.ts";
import { type Beats, type Ms, ms } from "../../shared/time/units.ts";

/** What is to be seen at its moment: a note, a cue. */
interface Drawable {
  readonly id: number;
  /** On the server's axis. */
  readonly at: Ms;
  readonly beat: Beats;
}

/** What is later than this is not drawn any more (Tone.js's Draw: the same). */
export const DROP_MS = 250;

interface Entry<T> {
  readonly item: T;
  at: Ms;
}

/**
 * Events that are known ahead, kept until the frame that is on the screen at their moment. One that is told
 * again, by its id, moves to its new moment. All times on the server's axis.
 *
 * @realtime `draw` and `upcoming` yes: they allocate nothing.
 */
export class DrawQueue<T extends Drawable> {
  readonly #entries: Entry<T>[] = [];
  /** Of those that wait. */
  readonly #ids = new Set<number>();
  #dropped = 0;

  get size(): number {
    return this.#entries.length;
  }

  /** How many events were not drawn because they came, or were reached, more than DROP_MS late. */
  get dropped(): number {
    return this.#dropped;
  }

  add(item: T): void {
    if (this.#ids.has(item.id)) this.revoke([item.id]);
    this.#ids.add(item.id);
    let place = this.#entries.length;
    while (place > 0 && (this.#entries[place - 1]?.at ?? ms(Number.NEGATIVE_INFINITY)) > item.at) place--;
    this.#entries.splice(place, 0, { item, at: item.at });
  }

  /** Forgets these; unknown ones are ignored. */
  revoke(ids: readonly number[]): void {
    for (const id of ids) this.#ids.delete(id);
    let kept = 0;
    for (const entry of this.#entries) if (this.#ids.has(entry.item.id)) this.#entries[kept++] = entry;
    this.#entries.length = kept;
  }

  clear(): void {
    this.#entries.length = 0;
    this.#ids.clear();
  }

  /**
   * The line of beats is another: what waits moves to where its beat is now, but not what lies before the
   * change, nor what was due before `now` and waits because nothing is drawn: its beat may come again.
   */
  retime(timeline: Timeline, now: Ms): void {
    for (const entry of this.#entries)
      if (entry.at >= now && entry.item.beat >= timeline.originBeats) entry.at = timeline.toMs(entry.item.beat);
    this.#entries.sort((a, b) => a.at - b.at);
  }

  /**
   * Hands over, in order, what is nearer to this frame than to the next: due at `displayAt` plus half
   * a frame or before. `frame` is the time from one frame to the next. `show` gets the event and its
   * moment; `late`, if given, what is dropped, for those who remember what they have not shown.
   */
  draw(displayAt: Ms, frame: Ms, show: (item: T, at: Ms) => void, late?: (item: T, at: Ms) => void): void {
    for (let entry = this.#next(displayAt + frame / 2); entry !== null; entry = this.#next(displayAt + frame / 2)) {
      if (entry.at >= displayAt - DROP_MS) show(entry.item, entry.at);
      else {
        this.#dropped++;
        late?.(entry.item, entry.at);
      }
    }
  }

  /** Hands over, in order, what was due by `until`, however late: none of it is to be shown. */
  pass(until: Ms, visit: (item: T, at: Ms) => void): void {
    for (let entry = this.#next(until); entry !== null; entry = this.#next(until)) visit(entry.item, entry.at);
  }

  /** Visits, in order, what is due before `until` and has not been drawn. */
  upcoming(until: Ms, visit: (item: T, at: Ms) => void): void {
    for (const entry of this.#entries) {
      if (entry.at >= until) return;
      visit(entry.item, entry.at);
    }
  }

  /** Takes the first of those that are due by `until`. */
  #next(until: number): Entry<T> | null {
    const entry = this.#entries[0];
    if (entry === undefined || entry.at > until) return null;
    this.#entries.shift();
    this.#ids.delete(entry.item.id);
    return entry;
  }
}
