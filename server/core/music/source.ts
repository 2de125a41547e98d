import type { Hit } from "../../../shared/music/note.ts";

/**
 * Where live hits come from: a MIDI port, a MIDI file, OSC, a browser. A source begins when it is
 * made and ends with `dispose`. A source that breaks reports it and keeps trying; it never throws
 * after construction.
 */
export interface Source {
  /** What it is, for people: `MIDI port "TD-17"`. */
  readonly name: string;
  /**
   * Tells of every hit as soon as it is known; `listener` is called in the device's own callback
   * and must be quick. Returns the unsubscriber.
   */
  onHit(listener: (hit: Hit) => void): () => void;
  /** Releases ports, files and timers. Calling it twice is harmless. */
  dispose(): void;
}
