import type { Weights, WeightTensor } from "../../../music/rhythm/checkpoint/weights.ts";
import { tableValues } from "./sorted-table.ts";
import { bytesOf, messageOf, numberOf, textOf } from "./wire.ts";

// Field numbers of TensorFlow's saved_tensor_slice.proto, tensor_slice.proto, tensor.proto,
// tensor_shape.proto and types.proto.
const SLICES_META = 1;
const SLICES_DATA = 2;
const META_TENSOR = 1;
const TENSOR_NAME = 1;
const TENSOR_SHAPE = 2;
const TENSOR_TYPE = 3;
const SHAPE_DIM = 2;
const DIM_SIZE = 1;
const DATA_NAME = 1;
const DATA_SLICE = 2;
const DATA_TENSOR = 3;
const SLICE_EXTENT = 1;
const EXTENT_START = 1;
const EXTENT_LENGTH = 2;
const TENSOR_CONTENT = 4;
const TENSOR_FLOATS = 5;
const TYPE_FLOAT = 1;

/**
 * Every float32 tensor of a TensorFlow V1 checkpoint: a sorted table whose values are
 * SavedTensorSlices messages, the first with names and shapes, the others with the numbers of one
 * slice each. Throws an Error when it is damaged.
 */
export const savedTensors = (checkpoint: Uint8Array): Weights => {
  const tensors = new Map<string, WeightTensor>();
  const filled = new Map<string, number>();
  for (const value of tableValues(checkpoint)) {
    for (const meta of bytesOf(value, SLICES_META)) addEmpty(meta, tensors);
    for (const data of bytesOf(value, SLICES_DATA)) {
      const name = textOf(data, DATA_NAME);
      const tensor = tensors.get(name);
      // What has no place is no float: a step counter, say.
      if (tensor === undefined) continue;
      const numbers = floatsOf(messageOf(data, DATA_TENSOR));
      place(numbers, messageOf(data, DATA_SLICE), tensor, name);
      filled.set(name, (filled.get(name) ?? 0) + numbers.length);
    }
  }
  for (const [name, { values }] of tensors)
    if (filled.get(name) !== values.length) throw new Error(`the numbers of ${name} are not all in it`);
  return tensors;
};

const addEmpty = (meta: Uint8Array, tensors: Map<string, WeightTensor>): void => {
  for (const tensor of bytesOf(meta, META_TENSOR)) {
    if (numberOf(tensor, TENSOR_TYPE, 0) !== TYPE_FLOAT) continue;
    const sizes = bytesOf(messageOf(tensor, TENSOR_SHAPE), SHAPE_DIM).map((dim) => numberOf(dim, DIM_SIZE, 0));
    const values = new Float32Array(sizes.reduce((product, size) => product * size, 1));
    tensors.set(textOf(tensor, TENSOR_NAME), { shape: sizes, values });
  }
};

/** Floats are one after the other as bytes, packed as a field, or a field each. */
const floatsOf = (tensor: Uint8Array): Float32Array => {
  const parts = [TENSOR_CONTENT, TENSOR_FLOATS].flatMap((field) => bytesOf(tensor, field));
  return new Float32Array(Uint8Array.from(Buffer.concat(parts)).buffer);
};

/** Writes a slice into its tensor: an extent for each axis, without start and length where it is the whole axis. */
const place = (numbers: Float32Array, slice: Uint8Array, { shape, values }: WeightTensor, name: string): void => {
  const extents = bytesOf(slice, SLICE_EXTENT);
  const from = shape.map((_, axis) => numberOf(extents[axis] ?? new Uint8Array(), EXTENT_START, 0));
  const size = shape.map((whole, axis) => numberOf(extents[axis] ?? new Uint8Array(), EXTENT_LENGTH, whole));
  if (numbers.length !== size.reduce((product, each) => product * each, 1))
    throw new Error(`a slice of ${name} is not of the size it says`);
  numbers.forEach((number, index) => {
    let rest = index;
    let at = 0;
    let stride = 1;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += ((rest % size[axis]!) + from[axis]!) * stride;
      rest = Math.floor(rest / size[axis]!);
      stride *= shape[axis]!;
    }
    values[at] = number;
  });
};
