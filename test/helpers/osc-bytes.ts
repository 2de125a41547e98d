/** An argument: its type tag, and what stands in its bytes. */
export type OscArgument =
  | readonly ["i" | "f" | "d" | "c", number]
  | readonly ["h", bigint]
  | readonly ["s" | "S", string]
  | readonly ["b", Uint8Array]
  | readonly ["t" | "r" | "m", Uint8Array]
  | readonly ["T" | "F" | "N" | "I" | "[" | "]"];

const padded = (bytes: Uint8Array): number[] => [...bytes, ...new Array((4 - (bytes.length % 4)) % 4).fill(0)];
const text = (value: string): number[] => padded(Uint8Array.from([...new TextEncoder().encode(value), 0]));
const number = (length: number, write: (view: DataView) => void): number[] => {
  const view = new DataView(new ArrayBuffer(length));
  write(view);
  return [...new Uint8Array(view.buffer)];
};
export const int32 = (value: number): number[] => number(4, (view) => view.setInt32(0, value));

const bytesOf = (argument: OscArgument): number[] => {
  const [tag, value] = argument;
  switch (tag) {
    case "i":
    case "c":
      return int32(value);
    case "f":
      return number(4, (view) => view.setFloat32(0, value));
    case "d":
      return number(8, (view) => view.setFloat64(0, value));
    case "h":
      return number(8, (view) => view.setBigInt64(0, value));
    case "s":
    case "S":
      return text(value);
    case "b":
      return [...int32(value.length), ...padded(value)];
    case "t":
    case "r":
    case "m":
      return [...value];
    default:
      return [];
  }
};

/** A message as the specification of OSC 1.0 writes it, byte by byte, by nobody's library. */
export const oscMessage = (address: string, ...args: readonly OscArgument[]): Uint8Array =>
  Uint8Array.from([...text(address), ...text(`,${args.map(([tag]) => tag).join("")}`), ...args.flatMap(bytesOf)]);

/** A message as senders wrote it before there were type tags. */
export const untypedMessage = (address: string, rest: readonly number[] = []): Uint8Array =>
  Uint8Array.from([...text(address), ...rest]);

/** A bundle that is due at once. */
export const oscBundle = (...elements: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from([
    ...text("#bundle"),
    ...[0, 0, 0, 0, 0, 0, 0, 1],
    ...elements.flatMap((element) => [...int32(element.length), ...element]),
  ]);
