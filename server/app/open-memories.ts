import type { Reporter } from "../../shared/events/report.ts";
import type { TimeSource } from "../../shared/time/time-source.ts";
import type { Show } from "../core/show/show.ts";
import { type HeardSource, StoredMemory } from "../music/rhythm/memory/stored-memory.ts";

/** The memories that a show keeps; both calls are harmless where it keeps none. */
export interface StoredMemories {
  /** Keeps what is new, as after a voice was forgotten. */
  keep(): void;
  dispose(): Promise<void>;
}

/** Loads what the show has kept of its live voices, before anybody plays. Without a source, which is without networks, files stay as they are. Never rejects. */
export const openMemories = async (
  show: Show,
  source: HeardSource | null,
  pathOf: (named: string) => string,
  time: TimeSource,
  report: Reporter,
): Promise<StoredMemories> => {
  const stored = await Promise.all(
    show.voices.flatMap(({ name: voice, memory }) =>
      memory === undefined || source === null
        ? []
        : [StoredMemory.open({ voice, path: pathOf(memory), source, time, report })],
    ),
  );
  return {
    keep: () => {
      for (const each of stored) each.keep();
    },
    dispose: async () => {
      await Promise.all(stored.map((each) => each.dispose()));
    },
  };
};
