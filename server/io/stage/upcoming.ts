import type { Note } from "../../../shared/music/note.ts";
import type { Timeline } from "../../../shared/time/timeline.ts";
import type { Ms } from "../../../shared/time/units.ts";

/**
 * Notes that were sent to the stages and are not yet due, so that a page which joins late can be
 * given them. Moves with the tempo as the pages do: by beat.
 */
export class UpcomingNotes {
  readonly #notes = new Map<number, Note>();

  add(note: Note): void {
    this.#notes.set(note.id, note);
  }

  has(noteId: number): boolean {
    return this.#notes.has(noteId);
  }

  revoke(noteIds: readonly number[]): void {
    for (const id of noteIds) this.#notes.delete(id);
  }

  clear(): void {
    this.#notes.clear();
  }

  /** Moves every note to its moment on a new timeline. */
  retime(timeline: Timeline): void {
    for (const note of this.#notes.values()) this.#notes.set(note.id, { ...note, at: timeline.toMs(note.beat) });
  }

  /** Takes out what is due by now, the soonest first. */
  land(now: Ms): readonly Note[] {
    const landed = [...this.#notes.values()].filter((note) => note.at <= now).sort(inOrder);
    for (const note of landed) this.#notes.delete(note.id);
    return landed;
  }

  /** What is still to come, the soonest first. */
  get notes(): readonly Note[] {
    return [...this.#notes.values()].sort(inOrder);
  }
}

const inOrder = (one: Note, other: Note): number => one.at - other.at || one.id - other.id;
