import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { playAgain } from "../../../server/app/replay/again.ts";
import { projectFolder } from "../../../server/core/files/project-folder.ts";
import { monotonicTime } from "../../../server/core/time/monotonic.ts";
import type { TakeRecord } from "../../../server/takes/log/record.ts";
import { ms } from "../../../shared/time/units.ts";
import { type Ordered, placeOf, type RecordedEvening, recordEvening } from "../../helpers/recorded-evening.ts";

const OURS = join(projectFolder, "server/io/inputs/grooves/breakbeat.mid");

const ORDERS: readonly Ordered[] = [
  [3, { do: "voice", voice: "model1", set: { temperature: 1.3 } }],
  [5, { do: "director", set: { restlessness: 1 } }],
  [7, { do: "voice", voice: "model2", set: { density: 0.7, level: 1.2 } }],
  [9, { tempo: 133 }],
  [12, { do: "mutate", voice: "model1" }],
  [13, { do: "cue", intensity: 0.9 }],
  [14, { do: "voice", voice: "model1", set: { beams: 3 } }],
  [16, { do: "model", voice: "model2", model: "models/groove" }],
  [18, { do: "voice", voice: "model1", set: { loop: true } }],
  [22, { do: "voice", voice: "model1", set: { loop: false, mode: "along" } }],
  [25, { do: "cue" }],
  [26, { do: "panic" }],
  [27, { do: "voice", voice: "nobody", set: { loop: false } }],
  [28, { stop: true }],
  [28.5, { start: true }],
  [29, { do: "model", voice: "model1", model: "models/nowhere" }],
];

async function* each(lines: readonly TakeRecord[]): AsyncGenerator<TakeRecord> {
  yield* lines;
}

const again = ({ show, seed, lines }: RecordedEvening, out?: TakeRecord[]) =>
  playAgain({
    show,
    seed,
    lines: each(lines),
    from: ms(0),
    place: placeOf,
    time: monotonicTime,
    onLine: (line) => out?.push(line),
  });

describe("a performance played again", () => {
  it("gives the same notes and cues to the last digit, with models that were late", { timeout: 120_000 }, async () => {
    const evening = await recordEvening({
      seed: 7,
      seconds: 40,
      file: OURS,
      orders: ORDERS,
      waits: (second) => second % 10 < 7,
    });
    const kinds = new Set(evening.lines.map(({ kind }) => kind));
    console.log(
      kinds,
      evening.lines.length,
      evening.lines.filter(({ kind }) => kind === "wake").length,
      evening.reports,
    );
    const result = await again(evening);
    expect(result.difference).toBeNull();
    console.log(result);
    expect(await again(evening)).toEqual(result);
  });
});
