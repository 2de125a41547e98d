import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { describe, expect, it } from "vitest";
import { alphabetOfCheckpoint, counterBit } from "../../../server/music/rhythm/alphabet.ts";
import { type Checkpoint, checkpointOf } from "../../../server/music/rhythm/checkpoint/checkpoint.ts";
import { CheckpointError } from "../../../server/music/rhythm/checkpoint/checkpoint-error.ts";
import { drumConfig } from "../../../server/music/rhythm/checkpoint/config.ts";
import { readCheckpoint } from "../../../server/music/rhythm/checkpoint/read-checkpoint.ts";
import { writeCheckpoint } from "../../../server/music/rhythm/checkpoint/write-checkpoint.ts";
import { serveFolder } from "../../../server/tools/bench/folder-server.ts";
import { listenOnLoopback } from "../../../server/tools/bench/loopback.ts";
import { attentiveCheckpoint, syntheticCheckpoint } from "../../helpers/synthetic-checkpoint.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

const MUGEN = "../shared/data/checkpoints/mugen";
const scratch = temporaryFolder();
const small = (): Checkpoint => syntheticCheckpoint({ seed: 41, layers: [8, 6], counterBits: 2 });

const valuesOf = (checkpoint: Checkpoint): Record<string, number[]> =>
  Object.fromEntries([...checkpoint.weights].map(([name, { values }]) => [name, [...values]]));

const read = async (place: string): Promise<Checkpoint> => {
  const checkpoint = await readCheckpoint(place);
  expect(checkpoint.weights.size).toBeGreaterThan(0);
  return checkpoint;
};

interface ByHand {
  readonly dtype?: "uint8" | "uint16" | "float16";
  readonly shardBytes?: number;
  readonly suffix?: string;
  /** Weights that are no part of the network. */
  readonly extra?: boolean;
}

/** Writes a checkpoint as other tools do: backwards, quantised, cut anywhere. */
const writeByHand = async (folder: string, checkpoint: Checkpoint, options: ByHand = {}): Promise<string> => {
  const { dtype, shardBytes = 1 << 22, suffix = ".bin", extra = false } = options;
  const weights: object[] = [];
  const parts: Buffer[] = [];
  if (extra) {
    weights.push({ name: "global_step", shape: [], dtype: "int32" });
    parts.push(Buffer.alloc(4));
  }
  for (const [name, { shape, values }] of [...checkpoint.weights].reverse()) {
    const min = values.reduce((least, value) => Math.min(least, value));
    const max = values.reduce((most, value) => Math.max(most, value));
    const scale = (max - min) / (dtype === "uint8" ? 255 : 65535);
    const codes = [...values].map((value) => Math.round((value - min) / scale));
    weights.push({ name, shape, dtype: "float32", ...(dtype && { quantization: { dtype, min, scale } }) });
    if (dtype === undefined) parts.push(Buffer.from(values.slice().buffer));
    else parts.push(dtype === "uint8" ? Buffer.from(codes) : Buffer.from(Uint16Array.from(codes).buffer));
    if (extra) {
      weights.push({ name: `${name}/Adam`, shape, dtype: "float32" });
      parts.push(Buffer.from(values.slice().buffer));
    }
  }
  const bytes = Buffer.concat(parts);
  const paths: string[] = [];
  await mkdir(folder, { recursive: true });
  for (let at = 0; at < bytes.length; at += shardBytes) {
    paths.push(`group1-shard${paths.length + 1}of9${suffix}`);
    await writeFile(join(folder, paths.at(-1)!), bytes.subarray(at, at + shardBytes));
  }
  await writeFile(join(folder, "weights_manifest.json"), JSON.stringify([{ paths, weights }]));
  await writeFile(join(folder, "config.json"), JSON.stringify(checkpoint.config));
  return folder;
};

describe("a checkpoint", () => {
  it("is read as it was written, our own block included", async () => {
    const antiphon = { card: { seed: 5, data: "Groove MIDI Dataset" } };
    const written = syntheticCheckpoint({ seed: 40, antiphon });
    await writeCheckpoint(scratch.path("round"), written);
    const back = await read(scratch.path("round"));
    expect(back.config).toEqual(written.config);
    expect(back.shape).toEqual({ inputs: 518, layers: [128, 128], attention: null, outputs: 512 });
    expect(valuesOf(back)).toEqual(valuesOf(written));
  });

  it("is cut into shards of 4 MiB", async () => {
    await writeCheckpoint(scratch.path("large"), syntheticCheckpoint({ seed: 42, layers: [512] }));
    expect((await readdir(scratch.path("large"))).filter((name) => name.endsWith(".bin"))).toEqual([
      "group1-shard1of3.bin",
      "group1-shard2of3.bin",
      "group1-shard3of3.bin",
    ]);
    expect((await read(scratch.path("large"))).shape.layers).toEqual([512]);
  });

  it("is read in any order, across shard borders and from shards without a suffix", async () => {
    const place = await writeByHand(scratch.path("odd"), small(), { shardBytes: 1001, suffix: "" });
    expect(valuesOf(await read(place))).toEqual(valuesOf(small()));
  });

  for (const [dtype, digits] of [
    ["uint8", 1],
    ["uint16", 3],
  ] as const) {
    it(`is read from ${dtype} weights`, async () => {
      const back = await read(await writeByHand(scratch.path(dtype), small(), { dtype, shardBytes: 999 }));
      for (const [name, { values }] of small().weights) {
        const restored = back.weights.get(name)!.values;
        for (const [index, value] of values.entries()) expect(restored[index]).toBeCloseTo(value, digits);
      }
    });
  }

  it("is read from half-precision weights", async () => {
    const halves = [0x3c00, 0xc000, 0x3555, 0x0001, 0x0000, 0x7bff];
    const place = await writeByHand(scratch.path("half"), small());
    const manifest = JSON.parse(await readFile(join(place, "weights_manifest.json"), "utf8"));
    const last = manifest[0].weights.at(-1);
    const first = { name: "rnn/halves/bias", shape: [6], dtype: "float32", quantization: { dtype: "float16" } };
    manifest[0].weights = [first, ...manifest[0].weights];
    const shard = join(place, manifest[0].paths[0]);
    await writeFile(shard, Buffer.concat([Buffer.from(Uint16Array.from(halves).buffer), await readFile(shard)]));
    await writeFile(join(place, "weights_manifest.json"), JSON.stringify(manifest));
    const back = await read(place);
    expect([...back.weights.get("rnn/halves/bias")!.values]).toEqual([1, -2, 0.333251953125, 2 ** -24, 0, 65504]);
    expect([...back.weights.get(last.name)!.values]).toEqual([...small().weights.get(last.name)!.values]);
  });

  it("is read without the optimiser's slots and step counter", async () => {
    const place = await writeByHand(scratch.path("slots"), small(), { extra: true });
    expect(valuesOf(await read(place))).toEqual(valuesOf(small()));
  });

  for (const around of ["stack", "first-layer"] as const) {
    for (const projection of ["attention_output_projection", "attn_output_projection"] as const) {
      it(`is read with attention around the ${around}, its projection named ${projection}`, async () => {
        const written = attentiveCheckpoint({
          seed: 43,
          around,
          layers: [8, 6],
          length: 7,
          counterBits: 1,
          queryBias: true,
          projection,
        });
        const back = await read(await writeByHand(scratch.path(`${around}-${projection}`), written));
        expect(back.shape).toEqual(written.shape);
        expect(back.shape.attention).toMatchObject({ around, length: 7, size: around === "stack" ? 6 : 8 });
      });
    }
  }

  it("is read from an http address", async () => {
    const server = await serveFolder(await writeByHand(scratch.path("served"), small()));
    expect(valuesOf(await read(`${server.address}/`))).toEqual(valuesOf(small()));
    await server.dispose();
  });

  it.skipIf(!existsSync(MUGEN))("is read when somebody else made it (skipped: no ../shared)", async () => {
    const mugen = await read(MUGEN);
    expect(mugen.weights.size).toBe(14);
    expect(mugen.shape).toMatchObject({ inputs: 74, layers: [64, 64], outputs: 40 });
    expect(mugen.shape.attention).toMatchObject({ around: "first-layer", size: 64 });
    const floats = [...mugen.weights.values()].reduce((sum, { values }) => sum + values.length, 0);
    expect(4 * floats).toBe(408_664);
  });
});

describe("a checkpoint that is not good is refused with the file and the way out:", () => {
  const refuses = async (place: string, ...words: string[]): Promise<void> => {
    const error = await readCheckpoint(place).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(CheckpointError);
    const { message } = error as CheckpointError;
    for (const word of words) expect(message).toContain(word);
    expect(message).not.toContain("\n");
    expect(message).toMatch(/; .*(again|instead|earlier|folder|drum_kit|shards).*\.$/);
  };
  const broken = async (name: string, spoil: (folder: string) => Promise<unknown>): Promise<string> => {
    await rm(scratch.path(name), { recursive: true, force: true });
    await writeCheckpoint(scratch.path(name), small());
    await spoil(scratch.path(name));
    return scratch.path(name);
  };

  it("no folder", () => refuses(scratch.path("nowhere"), "nowhere/config.json", "ENOENT"));

  it("a missing shard", async () => {
    const place = await broken("shard", (folder) => rm(join(folder, "group1-shard1of1.bin")));
    await refuses(place, "group1-shard1of1.bin");
  });

  it("a shard cut short", async () => {
    const place = await broken("short", (folder) => truncate(join(folder, "group1-shard1of1.bin"), 1000));
    await refuses(place, "group1-shard1of1.bin", "too short");
  });

  it("a config that is not JSON", async () => {
    const place = await broken("json", (folder) => writeFile(join(folder, "config.json"), "{ type:"));
    await refuses(place, "config.json: not JSON");
  });

  it("a model of another kind", async () => {
    const place = await broken("vae", (folder) => writeFile(join(folder, "config.json"), '{"type":"MusicVAE"}'));
    await refuses(place, "config.json", "type");
  });

  it("weights that are not numbers", async () => {
    const spoilt = small();
    spoilt.weights.get("fully_connected/biases")!.values[3] = Number.NaN;
    await writeCheckpoint(scratch.path("nan"), spoilt);
    await refuses(scratch.path("nan"), "fully_connected/biases", "not finite");
  });

  it("an address where nobody answers", () => refuses("http://127.0.0.1:9", "http://127.0.0.1:9/config.json"));

  it("an address that has no checkpoint", async () => {
    const server = await serveFolder(dirname(scratch.path("nothing")));
    await refuses(server.address, "/config.json", "404");
    await server.dispose();
  });

  it.each([
    ["<!DOCTYPE html><html></html>", "a web page (HTML)"],
    ["<?xml version='1.0'?><Error></Error>", "an XML page"],
    ["version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1", "a pointer of Git LFS"],
    ["", "empty"],
  ])("something else in the place of a file: %s", async (content, name) => {
    for (const file of ["config.json", "weights_manifest.json", "group1-shard1of1.bin"]) {
      const place = await broken("other", (folder) => writeFile(join(folder, file), content));
      await refuses(place, `${file}: it is ${name}`);
    }
  });

  it.each([
    "../group1-shard1of1.bin",
    "a/../../b",
    "/etc/passwd",
    "C:\\b",
    "http://10.0.0.1/b",
    "b?c",
    "%2e%2e/b",
    ".",
  ])("a manifest that leads elsewhere: %s", async (path) => {
    const place = await broken("elsewhere", async (folder) => {
      const manifest = JSON.parse(await readFile(join(folder, "weights_manifest.json"), "utf8"));
      manifest[0].paths = [path];
      await writeFile(join(folder, "weights_manifest.json"), JSON.stringify(manifest));
    });
    await refuses(place, "weights_manifest.json", "the checkpoint's own folder");
  });

  it("weights larger than any network", async () => {
    const place = await broken("huge", async (folder) => {
      const weights = [{ name: "fully_connected/weights", shape: [1e9, 1e9], dtype: "float32" }];
      await writeFile(join(folder, "weights_manifest.json"), JSON.stringify([{ paths: ["a"], weights }]));
    });
    await refuses(place, "weights_manifest.json", "more than any network");
  });

  it.each(["config.json", "weights_manifest.json", "group1-shard1of1.bin"])(
    "a server that never ends sending %s: no more is taken than the manifest tells of",
    async (endless) => {
      const place = await broken("endless", async () => {});
      let sent = 0;
      let closed = false;
      const server = createServer(async (request, reply) => {
        const file = request.url!.slice(1);
        if (file !== endless) return void reply.end(await readFile(join(place, file)));
        const endlessly = async function* (): AsyncGenerator<Buffer> {
          for (const more = Buffer.alloc(1 << 16, " "); ; sent += more.length) yield more;
        };
        await pipeline(endlessly, reply).catch(() => {
          closed = true;
        });
      });
      const address = `http://127.0.0.1:${await listenOnLoopback(server)}`;
      await refuses(address, endless, "longer than");
      await expect.poll(() => closed).toBe(true);
      const whole = (await stat(join(place, "group1-shard1of1.bin"))).size;
      expect(sent).toBeLessThan((endless.endsWith(".bin") ? whole : 4 << 20) + (8 << 20));
      server.close();
    },
  );

  it("a weight that is missing", () => {
    const weights = new Map(small().weights);
    weights.delete("rnn/multi_rnn_cell/cell_0/basic_lstm_cell/bias");
    expect(() => checkpointOf(drumConfig(2), weights, "here")).toThrow(/here: the weight .*cell_0.*bias is missing;/);
  });

  it("a weight of another shape", () => {
    const weights = new Map(small().weights);
    weights.set("fully_connected/weights", { shape: [7, 512], values: new Float32Array(7 * 512) });
    expect(() => checkpointOf(drumConfig(2), weights, "here")).toThrow("is [7,512] where [6,512] fits");
  });

  it("a data converter that does not play drums", () => {
    const checkpoint = {
      ...small(),
      config: { ...drumConfig(2), dataConverter: { type: "MelodyConverter", args: {} } },
    };
    expect(() => alphabetOfCheckpoint(checkpoint, "here")).toThrow("here/config.json: its data converter is Melody");
  });

  it("a config that tells nothing of the counter which the weights have", () => {
    const { auxInputs: _, ...config } = drumConfig(2);
    expect(() => alphabetOfCheckpoint({ ...small(), config }, "here")).toThrow(
      'write "auxInputs": [{ "type": "BinaryCounter", "args": { "numBits": 2 } }] into it',
    );
  });

  it("a config whose counter does not fit the weights", () => {
    const checkpoint = { ...small(), config: drumConfig(6) };
    expect(() => alphabetOfCheckpoint(checkpoint, "here")).toThrow("tells of 518 inputs");
  });
});

describe("writing a checkpoint", () => {
  it("replaces the old one as a whole, and leaves whatever else lies there", async () => {
    const place = scratch.path("replaced");
    await writeCheckpoint(place, syntheticCheckpoint({ seed: 1, layers: [512] }), { "CARD.md": "a card" });
    await mkdir(join(place, "patterns"));
    await writeFile(join(place, "patterns", "amen.drums"), "kick X...");
    await writeFile(join(place, "notes.txt"), "mine");
    await writeCheckpoint(place, small(), { "CARD.md": "another card" });
    expect((await readdir(place)).sort()).toEqual([
      "CARD.md",
      "config.json",
      "group1-shard1of1.bin",
      "notes.txt",
      "patterns",
      "weights_manifest.json",
    ]);
    expect(await readFile(join(place, "patterns", "amen.drums"), "utf8")).toBe("kick X...");
    expect(await readFile(join(place, "CARD.md"), "utf8")).toBe("another card");
    expect(valuesOf(await read(place))).toEqual(valuesOf(small()));
    expect((await readdir(scratch.path("."))).filter((name) => name.startsWith(".replaced"))).toEqual([]);
  });

  it("leaves the old one as it was when it fails, and nothing beside it", async () => {
    const place = scratch.path("kept/model");
    await writeCheckpoint(place, small());
    const failing = writeCheckpoint(place, syntheticCheckpoint({ seed: 2 }), { "no/such/folder": "" });
    await expect(failing).rejects.toThrow("kept/model: the checkpoint could not be written");
    expect(valuesOf(await read(place))).toEqual(valuesOf(small()));
    expect(await readdir(scratch.path("kept"))).toEqual(["model"]);
  });
});

describe("the binary counter", () => {
  it("counts from the step after the input's, lowest bit first, and round every 64 steps", () => {
    const bits = (step: number): number[] => [0, 1, 2, 3, 4, 5].map((bit) => counterBit(step, bit));
    expect(bits(0)).toEqual([1, -1, -1, -1, -1, -1]);
    expect(bits(4)).toEqual([1, -1, 1, -1, -1, -1]);
    expect(bits(63)).toEqual([-1, -1, -1, -1, -1, -1]);
    expect(bits(64)).toEqual(bits(0));
    expect(bits(-64)).toEqual(bits(0));
  });
});
