/** One field of a protobuf message as it lies on the wire; the caller knows what it means. */
type WireField =
  | { readonly number: number; readonly kind: "varint"; readonly value: number }
  | { readonly number: number; readonly kind: "bytes"; readonly value: Uint8Array }
  /** Four or eight bytes, little-endian. */
  | { readonly number: number; readonly kind: "fixed"; readonly value: Uint8Array };

/** Reads a varint at `at`: its value (exact up to 2^53) and where it ends. Throws when the bytes end first. */
export const varint = (bytes: Uint8Array, at: number): [value: number, end: number] => {
  let value = 0;
  for (let index = 0; index < 10; index++) {
    const byte = bytes[at + index];
    if (byte === undefined) break;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return [value, at + index + 1];
  }
  throw new Error("it ends in the middle of a number");
};

/**
 * The fields of a protobuf message in the order in which they come (protobuf.dev, "Encoding"). A
 * whole library and a schema would read the same ten fields. Throws an Error when the bytes end early.
 */
export function* fields(bytes: Uint8Array): Generator<WireField> {
  let at = 0;
  while (at < bytes.length) {
    const [tag, start] = varint(bytes, at);
    const number = Math.floor(tag / 8);
    const wireType = tag % 8;
    if (wireType === 0) {
      const [value, end] = varint(bytes, start);
      yield { number, kind: "varint", value };
      at = end;
      continue;
    }
    const [length, from] =
      wireType === 2
        ? varint(bytes, start)
        : wireType === 5
          ? [4, start]
          : wireType === 1
            ? [8, start]
            : [Number.NaN, start];
    if (Number.isNaN(length)) throw new Error(`it has a field of the unknown wire type ${wireType}`);
    at = from + length;
    if (at > bytes.length) throw new Error("it ends in the middle of a field");
    const value = bytes.subarray(from, at);
    yield { number, kind: wireType === 2 ? "bytes" : "fixed", value };
  }
}

/** The contents of every field `number` that holds bytes: strings, messages, packed numbers. */
export const bytesOf = (message: Uint8Array, number: number): Uint8Array[] => {
  const found: Uint8Array[] = [];
  for (const field of fields(message)) if (field.number === number && field.kind === "bytes") found.push(field.value);
  return found;
};

/** The last value of a varint field, or `otherwise` when it is left out, as protobuf does with defaults. */
export const numberOf = (message: Uint8Array, number: number, otherwise: number): number => {
  let found = otherwise;
  for (const field of fields(message)) if (field.number === number && field.kind === "varint") found = field.value;
  return found;
};

export const textOf = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes ?? new Uint8Array());
