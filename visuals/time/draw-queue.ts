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
 * Events that are known ahead, kept until the frame that is on the screen at their moment.
 * All times on the server's axis.
 *
 * @realtime `draw` and `upcoming` yes: they allocate nothing.
 */
export class DrawQueue<T extends Drawable> {
  readonly #entries: Entry<T>[] = [];
  #dropped = 0;

  get size(): number {
    return this.#entries.length;
  }

  /** How many events were not drawn because they came, or were reached, more than DROP_MS late. */
  get dropped(): number {
    return this.#dropped;
  }

  add(item: T): void {
    this.#insert({ item, at: item.at });
  }

  /** Forgets these; unknown ones are ignored. */
  revoke(ids: readonly number[]): void {
    const gone = new Set(ids);
    this.#keep((entry) => !gone.has(entry.item.id));
  }

  clear(): void {
    this.#entries.length = 0;
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
    const limit = displayAt + frame / 2;
    for (let entry = this.#entries[0]; entry !== undefined && entry.at <= limit; entry = this.#entries[0]) {
      this.#entries.shift();
      if (entry.at >= displayAt - DROP_MS) show(entry.item, entry.at);
      else {
        this.#dropped++;
        late?.(entry.item, entry.at);
      }
    }
  }

  /** Hands over, in order, what was due by `until`, however late: none of it is to be shown. */
  pass(until: Ms, visit: (item: T, at: Ms) => void): void {
    for (let entry = this.#entries[0]; entry !== undefined && entry.at <= until; entry = this.#entries[0]) {
      this.#entries.shift();
      visit(entry.item, entry.at);
    }
  }

  /** Visits, in order, what is due before `until` and has not been drawn. */
  upcoming(until: Ms, visit: (item: T, at: Ms) => void): void {
    for (const entry of this.#entries) {
      if (entry.at >= until) return;
      visit(entry.item, entry.at);
    }
  }

  #insert(entry: Entry<T>): void {
    let place = this.#entries.length;
    while (place > 0 && (this.#entries[place - 1]?.at ?? ms(Number.NEGATIVE_INFINITY)) > entry.at) place--;
    this.#entries.splice(place, 0, entry);
  }

  #keep(wanted: (entry: Entry<T>) => boolean): void {
    let kept = 0;
    for (const entry of this.#entries) if (wanted(entry)) this.#entries[kept++] = entry;
    this.#entries.length = kept;
  }
}
