import { z } from "zod";
import { CheckpointError } from "./checkpoint-error.ts";
import type { WeightTensor } from "./weights.ts";

const Quantization = z.object({
  dtype: z.enum(["uint8", "uint16", "float16"]),
  min: z.number().default(0),
  scale: z.number().default(1),
});

const WeightEntry = z.object({
  name: z.string(),
  shape: z.array(z.int().min(0)),
  dtype: z.string(),
  quantization: Quantization.optional(),
});
type WeightEntry = z.infer<typeof WeightEntry>;

/** A shard lies beside the manifest, or below: a path that leads elsewhere is no part of a checkpoint. */
const ShardPath = z.string().refine((path) => path !== "" && !/^[/~]|\\|[:?#%]|(^|\/)\.\.?(\/|$)/.test(path), {
  error: "must be a file in the checkpoint's own folder",
});

/** weights_manifest.json: groups of shards, each with the tensors that lie in them one after the other. */
export const Manifest = z.array(
  z.object({ paths: z.array(ShardPath).min(1).max(1000), weights: z.array(WeightEntry) }),
);
export type Manifest = z.infer<typeof Manifest>;
type ManifestGroup = Manifest[number];

const BYTES: Readonly<Record<string, number>> = {
  float32: 4,
  int32: 4,
  bool: 1,
  uint8: 1,
  uint16: 2,
  float16: 2,
};

/** No network that plays in time is nearly as large. */
const LARGEST_NETWORK = 512 << 20;

/** Bytes of one tensor. Throws CheckpointError for a data type that is not known. */
const bytesOf = ({ name, shape, dtype, quantization }: WeightEntry, place: string): number => {
  const stored = quantization?.dtype ?? dtype;
  const each = BYTES[stored];
  if (each === undefined)
    throw new CheckpointError(
      `${place}/weights_manifest.json: ${name} is stored as ${stored}, which is not known here; convert the checkpoint with magenta-js's checkpoint_converter.py.`,
    );
  return each * shape.reduce((product, size) => product * size, 1);
};

/** Bytes that each group must hold. Throws CheckpointError where that is more than any network that can play here. */
export const sizesOf = (manifest: Manifest, place: string): readonly number[] => {
  const sizes = manifest.map(({ weights }) => weights.reduce((sum, entry) => sum + bytesOf(entry, place), 0));
  const whole = sizes.reduce((sum, size) => sum + size, 0);
  if (!(whole <= LARGEST_NETWORK))
    throw new CheckpointError(
      `${place}/weights_manifest.json: it tells of ${Math.round(whole / 1e6)} MB of weights, more than any network that plays in time; convert the checkpoint again.`,
    );
  return sizes;
};

/**
 * Cuts a group's tensors out of its shards laid end to end: tensors may cross shard borders. What is
 * not floating point (a step counter) is skipped. Throws CheckpointError when the shards are too short.
 */
export function* decodeGroup(
  group: ManifestGroup,
  shards: Uint8Array,
  place: string,
): Generator<[string, WeightTensor]> {
  let at = 0;
  for (const entry of group.weights) {
    const length = bytesOf(entry, place);
    if (at + length > shards.length)
      throw new CheckpointError(
        `${place}/${group.paths.join(", ")}: too short, ${entry.name} ends at byte ${at + length} but there are ${shards.length}; copy the file again.`,
      );
    const bytes = shards.buffer.slice(shards.byteOffset + at, shards.byteOffset + at + length) as ArrayBuffer;
    at += length;
    if (entry.dtype === "float32") yield [entry.name, { shape: entry.shape, values: decode(entry, bytes) }];
  }
}

const decode = ({ quantization }: WeightEntry, bytes: ArrayBuffer): Float32Array => {
  if (quantization === undefined) return new Float32Array(bytes);
  const codes = quantization.dtype === "uint8" ? new Uint8Array(bytes) : new Uint16Array(bytes);
  const { dtype, min, scale } = quantization;
  return Float32Array.from(codes, dtype === "float16" ? floatOfHalf : (code) => code * scale + min);
};

/** IEEE 754 binary16. */
const floatOfHalf = (half: number): number => {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
};
