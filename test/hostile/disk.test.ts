import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Random } from "../../shared/chance/random.ts";
import { Besieged } from "../helpers/besieged.ts";
import { besiege } from "../helpers/siege.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import { expectTurned, turn, untilKept, valuesBy } from "../helpers/turned-by-hand.ts";

const SIZE = 2 ** 20;
const FILLER = "filler";

describe("a disk that fills", () => {
  const folder = temporaryFolder();
  let disk = "";
  let isMounted = false;
  let besieged: Besieged | null = null;
  beforeAll(() => {
    disk = folder.path("disk");
    mkdirSync(disk);
    isMounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${SIZE}`, "tmpfs", disk]).status === 0;
  });
  afterAll(() => {
    if (isMounted) spawnSync("umount", ["-l", disk]);
  });
  afterEach(() => besieged?.kill());

  /** Writes until nothing more goes on it. */
  const fill = async (): Promise<void> => {
    // What does not fit is cut off, and fills what is left.
    for (const size of [SIZE, 4096, 1])
      await writeFile(join(disk, `${FILLER}-${size}`), new Uint8Array(size)).catch(() => {});
  };
  const empty = (): void => {
    for (const name of readdirSync(disk)) if (name.startsWith(FILLER)) rmSync(join(disk, name));
  };

  it("and empties loses nothing that was turned meanwhile, and stops nobody", async ({ skip }) => {
    skip(!isMounted, "a small file system needs a right to mount one");
    const path = join(disk, "show.json");
    besieged = await Besieged.begin(path);
    const house = besieged;
    let values: Readonly<Record<string, unknown>> = {};
    await besiege(house, "orders on a full disk", async (seed) => {
      await fill();
      values = valuesBy(new Random(seed, "disk"));
      await turn(house, values);
      await new Promise((resolve) => setTimeout(resolve, 2000));
      const { status } = await house.health();
      expect(status.reports.some(({ text }) => /show\.\w+\.json/.test(text))).toBe(true);
      empty();
      await untilKept(house, values);
      return Object.keys(values).length;
    });
    await house.kill();
    besieged = await Besieged.goOn(path);
    await expectTurned(besieged, values);
    await besieged.end();
  });
});
