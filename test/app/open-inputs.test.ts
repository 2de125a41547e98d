import { copyFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { openInputs } from "../../server/app/open-inputs.ts";
import { Show } from "../../server/core/show/show.ts";
import { resolvePath } from "../../server/core/show/show-file.ts";
import { Transport } from "../../server/music/clock/transport.ts";
import type { Report } from "../../shared/events/report.ts";
import { COMMON_TIME } from "../../shared/time/metre.ts";
import { bpm } from "../../shared/time/units.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import { VirtualTime } from "../helpers/virtual-time.ts";

const scratch = temporaryFolder();
const GROOVE = fileURLToPath(new URL("../../server/io/inputs/grooves/funk.mid", import.meta.url));

describe("the MIDI file of a show", () => {
  const reportsOf = async (path: string): Promise<string[]> => {
    const reports: Report[] = [];
    const report = (each: Report): void => void reports.push(each);
    const time = new VirtualTime();
    const show = Show.parse({ inputs: { virtual: false, osc: null, demo: false, file: { path } } });
    const place = (named: string): string => resolvePath(named, scratch.path("show.json"), scratch.path("project"));
    const transport = new Transport(time, bpm(120), COMMON_TIME, report);
    const inputs = await openInputs(show, place, transport, 1, time, report);
    inputs.dispose();
    return reports.map(({ text }) => text);
  };

  it("is looked for beside the show, wherever the program was started", async () => {
    await copyFile(GROOVE, scratch.path("beside.mid"));
    expect(await reportsOf("beside.mid")).toEqual([
      expect.stringMatching(/^MIDI file "beside", \d+ bars, is the drummer/),
    ]);
    expect(await reportsOf("elsewhere.mid")).toEqual([expect.stringContaining(scratch.path("elsewhere.mid"))]);
  });
});
