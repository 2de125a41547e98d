import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import type { Random } from "../../shared/chance/random.ts";
import { orderFor } from "../../shared/controls/controls.ts";
import { connectTo } from "./antiphon-process.ts";
import type { Besieged } from "./besieged.ts";

/** Some of everything that is kept: the picture, the clock, the director and the band. */
export const valuesBy = (random: Random): Readonly<Record<string, unknown>> => ({
  blackout: random.next() < 0.5,
  "pass/bloom": random.next(),
  tempo: 60 + random.integer(120),
  "director/held": random.next() < 0.5,
  "director/restlessness": random.next(),
  "voice/model1/mute": random.next() < 0.5,
  "voice/model2/density": random.next(),
  "voice/model1/temperature": 0.5 + random.next(),
});

/** Turns everything to its value, one after the other. */
export const turn = async ({ port }: Besieged, values: Readonly<Record<string, unknown>>): Promise<void> => {
  const socket = connectTo(port);
  for (const [path, value] of Object.entries(values))
    expect(await socket.timeout(30_000).emitWithAck("desk", orderFor(path, value)), path).toEqual({ ok: true });
  socket.close();
};

/** Waits until what is turned last of the picture, and of all others, stands in the files beside the show. */
export const untilKept = async ({ folder }: Besieged, values: Readonly<Record<string, unknown>>): Promise<void> => {
  const last = ["pass/bloom", "voice/model1/temperature"].map((path) => JSON.stringify(values[path]));
  const files = async (): Promise<string> => {
    const names = (await readdir(folder)).filter((name) => name.endsWith(".json"));
    return (await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")))).join("\n");
  };
  await expect
    .poll(
      async () => {
        const text = await files();
        return last.filter((value) => !text.includes(value));
      },
      { timeout: 60_000, interval: 100 },
    )
    .toEqual([]);
};

/** Everything is at its value. */
export const expectTurned = async (besieged: Besieged, values: Readonly<Record<string, unknown>>): Promise<void> => {
  const { controls = {} } = await besieged.snapshot();
  for (const [path, value] of Object.entries(values)) expect(controls[path]?.value, path).toEqual(value);
};
