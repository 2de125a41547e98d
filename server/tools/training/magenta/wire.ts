/** One field of a protobuf message as it lies on the wire, a varint or bytes; the caller knows what it means. */
type Field = readonly [number: number, value: number | Uint8Array];

/** Bytes of a field by its wire type, where they do not follow from the message: little-endian numbers. */
const FIXED_BYTES: Readonly<Record<number, number>> = { 1: 8, 5: 4 };

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
export function* fields(bytes: Uint8Array): Generator<Field> {
  let at = 0;
  while (at < bytes.length) {
    const [tag, start] = varint(bytes, at);
    const number = Math.floor(tag / 8);
    const wireType = tag % 8;
    if (wireType === 0) {
      const [value, end] = varint(bytes, start);
      yield [number, value];
      at = end;
      continue;
    }
    const [length, from] = wireType === 2 ? varint(bytes, start) : [FIXED_BYTES[wireType], start];
    if (length === undefined) throw new Error(`it has a field of the unknown wire type ${wireType}`);
    at = from + length;
    if (at > bytes.length) throw new Error("it ends in the middle of a field");
    yield [number, bytes.subarray(from, at)];
  }
}

/** The contents of every field `number` that holds bytes: strings, messages, numbers packed or of fixed size. */
export const bytesOf = (message: Uint8Array, number: number): Uint8Array[] =>
  [...fields(message)].flatMap(([each, value]) => (each === number && typeof value !== "number" ? value : []));

/** The first of them, empty where there is none. */
export const messageOf = (message: Uint8Array, number: number): Uint8Array =>
  bytesOf(message, number)[0] ?? new Uint8Array();

/** The same as text. */
export const textOf = (message: Uint8Array, number: number): string =>
  new TextDecoder().decode(messageOf(message, number));

/** The last value of a varint field, or `otherwise` when it is left out, as protobuf does with defaults. */
export const numberOf = (message: Uint8Array, number: number, otherwise: number): number => {
  let found = otherwise;
  for (const [each, value] of fields(message)) if (each === number && typeof value === "number") found = value;
  return found;
};
