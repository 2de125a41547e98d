import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { compress } from "snappyjs";
import { describe, expect, it } from "vitest";
import { readBundle } from "../../../server/tools/training/magenta/bundle.ts";
import { configOfBundle } from "../../../server/tools/training/magenta/bundle-config.ts";

const MUGEN = "../shared/data/checkpoints/mugen";
const skipped = existsSync(MUGEN) ? "" : " (skipped: no ../shared)";

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) | 128, ...varint(Math.floor(value / 128))];
const bytes = (number: number, content: Iterable<number>): number[] => {
  const inside = [...content];
  return [...varint(number * 8 + 2), ...varint(inside.length), ...inside];
};
const number = (field: number, value: number): number[] => [...varint(field * 8), ...varint(value)];
const text = (field: number, content: string): number[] => bytes(field, Buffer.from(content));
const floats = (values: readonly number[]): number[] => [...new Uint8Array(Float32Array.from(values).buffer)];

/** A sorted table as LevelDB lays it out: one block a value, keys that do not matter. */
const table = (values: readonly number[][], squeeze: boolean): number[] => {
  const out: number[] = [];
  const block = (entries: readonly number[][]): number[] => {
    const plain = [
      ...entries.flatMap((value) => [...varint(0), ...varint(1), ...varint(value.length), 0x61, ...value]),
      0,
      0,
      0,
      0,
      1,
      0,
      0,
      0,
    ];
    const stored = squeeze ? [...compress(Uint8Array.from(plain))] : plain;
    const handle = [...varint(out.length), ...varint(stored.length)];
    out.push(...stored, squeeze ? 1 : 0, 0, 0, 0, 0);
    return handle;
  };
  const handles = values.map((value) => block([value]));
  const footer = [...block([]), ...block(handles)];
  out.push(...footer, ...new Array(40 - footer.length).fill(0), 0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb);
  return out;
};

const shape = (...sizes: number[]): number[] => sizes.flatMap((size) => bytes(2, number(1, size)));
const meta = (name: string, type: number, ...sizes: number[]): number[] =>
  bytes(1, [...text(1, name), ...bytes(2, shape(...sizes)), ...number(3, type)]);
const slice = (name: string, extents: readonly (readonly [number, number] | null)[], data: number[]): number[] =>
  bytes(2, [
    ...text(1, name),
    ...bytes(
      2,
      extents.flatMap((extent) => bytes(1, extent ? [...number(1, extent[0]), ...number(2, extent[1])] : [])),
    ),
    ...bytes(3, data),
  ]);

const FLOAT = 1;
const INT64 = 9;

/** A matrix of 3 x 2 in two slices of rows, a scalar that is no float, and a vector as bytes. */
const checkpoint = (squeeze = false): number[] =>
  table(
    [
      bytes(1, [...meta("global_step", INT64), ...meta("matrix", FLOAT, 3, 2), ...meta("vector", FLOAT, 2)]),
      slice("global_step", [], [0x50, 7]),
      slice("matrix", [[2, 1], null], [...number(1, FLOAT), ...bytes(5, floats([5, 6]))]),
      slice("matrix", [[0, 2], null], [...number(1, FLOAT), ...bytes(5, floats([1, 2, 3, 4]))]),
      slice("vector", [null], bytes(4, floats([-1, 0.5]))),
    ],
    squeeze,
  );

const bundle = (inside: number[]): Uint8Array =>
  Uint8Array.from([
    ...bytes(1, [...text(1, "drum_kit"), ...text(2, "Drums")]),
    ...bytes(2, inside),
    ...bytes(3, [1, 2, 3]),
  ]);

describe("a Magenta bundle", () => {
  it("gives its tensors, whole from slices and without what is no float", () => {
    const { id, description, weights } = readBundle(bundle(checkpoint()), "a.mag");
    expect([id, description]).toEqual(["drum_kit", "Drums"]);
    expect(Object.fromEntries(weights)).toEqual({
      matrix: { shape: [3, 2], values: Float32Array.of(1, 2, 3, 4, 5, 6) },
      vector: { shape: [2], values: Float32Array.of(-1, 0.5) },
    });
  });

  it("may be compressed", () => {
    expect(readBundle(bundle(checkpoint(true)), "a.mag")).toEqual(readBundle(bundle(checkpoint()), "a.mag"));
  });

  it("is refused in one sentence wherever it is cut off", () => {
    const whole = bundle(checkpoint());
    for (let length = 7; length < whole.length - 6; length += 7)
      expect(() => readBundle(whole.subarray(0, length), "a.mag")).toThrow(
        /^a\.mag: cannot be read as a Magenta bundle/,
      );
  });

  it("is refused when it is something else", () => {
    expect(() => readBundle(Buffer.from("MThd, a MIDI file say"), "b.mid")).toThrow(
      "cannot be read as a Magenta bundle",
    );
    expect(() => readBundle(bundle([1, 2, 3]), "c.mag")).toThrow("no TensorFlow V1 checkpoint");
  });

  it.each([
    ["<?xml version='1.0' encoding='UTF-8'?><Error><Code>NoSuchKey</Code></Error>", "an XML page"],
    ["\u{feff}\n<!doctype HTML><title>404</title>", "a web page (HTML)"],
    ["version https://git-lfs.github.com/spec/v1\noid sha256:0000\nsize 11900000\n", "a pointer of Git LFS"],
    ["", "empty"],
  ])("is called what it is when the download brought something else: %s", (content, name) => {
    expect(() => readBundle(Buffer.from(content), "d.mag")).toThrow(`d.mag: it is ${name}`);
  });

  it("is configured as Magenta configures a model of its name", () => {
    const weights = new Map([
      ["fully_connected/biases", { shape: [512], values: new Float32Array(512) }],
      ["rnn/attention_cell_wrapper/attention/attn_v", { shape: [4], values: new Float32Array(4) }],
    ]);
    const { config, playsDrums } = configOfBundle({ id: "drum_kit", description: "", weights });
    expect(playsDrums).toBe(true);
    expect(config).toMatchObject({
      dataConverter: { type: "DrumsOneHotConverter" },
      attentionLength: 32,
      auxInputs: [{ type: "BinaryCounter", args: { numBits: 6 } }],
    });
    expect(configOfBundle({ id: "my_own", description: "", weights }, 16).config.attentionLength).toBe(16);
  });

  it.skipIf(skipped !== "")(`that is real gives all 14 tensors byte for byte${skipped}`, async () => {
    const { id, weights } = readBundle(await readFile(`${MUGEN}/attention_rnn.mag`), "attention_rnn.mag");
    expect(id).toBe("attention_rnn");
    const manifest = JSON.parse(await readFile(`${MUGEN}/weights_manifest.json`, "utf8"));
    const shard = await readFile(`${MUGEN}/group1-shard1of1`);
    expect(weights.size).toBe(14);
    let at = 0;
    for (const { name, shape: sizes } of manifest[0].weights as { name: string; shape: number[] }[]) {
      const length = 4 * sizes.reduce((product, size) => product * size, 1);
      expect(weights.get(name)!.shape).toEqual(sizes);
      expect(Buffer.from(weights.get(name)!.values.buffer).equals(shard.subarray(at, at + length))).toBe(true);
      at += length;
    }
    expect(at).toBe(shard.length);
  });
});
