import type { Reporter } from "../../../shared/events/report.ts";
import type { Drum } from "../../../shared/music/drums.ts";
import { kitThatKnows } from "../../core/music/kits.ts";
import type { PitchMap } from "../../core/music/pitch-table.ts";

/**
 * Maps a source's pitches to drums. A pitch that is no drum is left out, and reported
 * the first time it comes, so that a pad that stays silent explains itself.
 */
export class DrumMapper {
  readonly #source: string;
  readonly #map: PitchMap;
  readonly #report: Reporter;
  readonly #command: number | null;
  readonly #reported = new Set<number>();

  /** `source`: its name, for the reports. `command`: a pitch that means something else, and needs no drum. */
  constructor(source: string, map: PitchMap, report: Reporter, command: number | null = null) {
    this.#source = source;
    this.#map = map;
    this.#report = report;
    this.#command = command;
  }

  /** @realtime yes, but for the report of a pitch that is unknown and new. */
  drumOf(pitch: number): Drum | undefined {
    const drum = this.#map.drumOf(pitch);
    if (drum !== undefined || pitch === this.#command) return drum;
    if (!this.#reported.has(pitch)) {
      this.#reported.add(pitch);
      const [kit, its] = kitThatKnows(pitch) ?? [];
      const override = `give it one in the show file: "pitches": { "overrides": { "${pitch}": "${its ?? "snare"}" } }`;
      const wayOut = kit ? `${override}, or "pitches": { "table": "${kit}" }, where it is ${its}` : override;
      const text = `${this.#source} plays pitch ${pitch}, which is no drum and is left out; ${wayOut}.`;
      this.#report({ room: "inputs", level: "warning", text });
    }
    return undefined;
  }
}
