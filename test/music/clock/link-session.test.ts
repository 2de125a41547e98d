import { describe, expect, it } from "vitest";
import { linkSkipped, runInLoopbackNet } from "../../helpers/link-room.ts";

describe.skipIf(linkSkipped !== "")(`Ableton Link${linkSkipped}`, () => {
  // Where it can be started without being heard by anybody.
  it("keeps its promises beside another program, in a network of its own", { timeout: 300_000 }, () => {
    const { code, output } = runInLoopbackNet("test/music/clock/link-session.loopback.ts");
    expect(code, output).toBe(0);
    expect(output).toMatch(/Tests .*1[0-9] passed/);
    // For whoever reads the log.
    console.log(/Link is within.*/.exec(output)?.[0]);
  });
});
