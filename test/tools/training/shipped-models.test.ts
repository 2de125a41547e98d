import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { patternOf, SILENCE } from "../../../server/core/music/pattern.ts";
import { readCheckpoint } from "../../../server/music/rhythm/checkpoint/read-checkpoint.ts";
import { natsOf } from "../../../server/music/rhythm/likelihood.ts";
import { openBackend } from "../../../server/music/rhythm/network/backends.ts";
import { DrumModel } from "../../../server/music/rhythm/network/drum-model.ts";
import { readFolder } from "../../../server/tools/training/dataset/read-folder.ts";
import { continueWithMusicRnn } from "../../helpers/music-rnn.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

const folder = temporaryFolder();

/** Two bars of a plain rock beat. */
const HAT = patternOf("closed_hat");
const KICK = patternOf("kick", "closed_hat");
const SNARE = patternOf("snare", "closed_hat");
const BEAT = [KICK, HAT, SNARE, HAT, KICK, KICK, SNARE, HAT].flatMap((pattern) => [pattern, SILENCE]);
const CALL = [...BEAT, ...BEAT];

beforeAll(async () => {
  await openBackend();
});

describe.each(["models/groove", "models/breaks"])("%s", (place) => {
  it("is of two hidden layers of 128 cells, as in 2017, and carries a feel", async () => {
    const { shape, config } = await readCheckpoint(place);
    expect(shape).toMatchObject({ layers: [128, 128], attention: null, outputs: 512 });
    expect(config.antiphon?.feel).toBeDefined();
  });

  it("is the one its card is about", async () => {
    const { config, weights } = await readCheckpoint(place);
    const hash = createHash("sha256");
    for (const { values } of weights.values())
      hash.update(Buffer.from(values.buffer, values.byteOffset, values.byteLength));
    const sha256 = hash.digest("hex");
    expect(config.antiphon?.card?.weightsSha256).toBe(sha256);
    const card = await readFile(`${place}/CARD.md`, "utf8");
    for (const fact of [sha256, "CC BY 4.0", "Learning to Groove with Inverse Sequence Transformations"])
      expect(card).toContain(fact);
  });

  it("plays in magenta-js's MusicRNN what it plays here", async () => {
    const checkpoint = await readCheckpoint(place);
    const { probabilities, patterns } = await continueWithMusicRnn(
      checkpoint,
      folder.path(place.slice(7)),
      CALL,
      16,
      1,
    );
    const model = new DrumModel(checkpoint, place);
    const state = model.network.newState();
    [...CALL, ...patterns].forEach((played, step) => {
      const expected = probabilities[step - CALL.length];
      const logits = model.network.logits(state);
      if (expected)
        for (const drums of [played, SILENCE, KICK, SNARE, HAT])
          expect(Math.abs(Math.exp(-natsOf(logits, drums, 1)) - expected[drums]!)).toBeLessThan(1e-4);
      model.step(state, played, step);
    });
    model.dispose();
  });

  it("goes on with a plain beat as a drummer would", async () => {
    const model = new DrumModel(await readCheckpoint(place), place);
    const state = model.network.newState();
    let nats = 0;
    [...CALL, ...CALL].forEach((played, step) => {
      if (step >= CALL.length) nats += natsOf(model.network.logits(state), played, 1);
      model.step(state, played, step);
    });
    model.dispose();
    expect(nats / CALL.length).toBeLessThan(1);
  });
});

describe("the break patterns of our own", () => {
  it("can all be read, and no two are alike", async () => {
    const records = await readFolder("models/breaks/patterns");
    expect(records.length).toBe((await readdir("models/breaks/patterns")).length);
    expect(records.length).toBeGreaterThanOrEqual(12);
    expect(records.filter(({ unused, duplicate }) => unused !== null || duplicate !== null)).toEqual([]);
  });
});
