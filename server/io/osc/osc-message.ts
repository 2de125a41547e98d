import { argumentsOf, type OscArguments } from "./osc-arguments.ts";
import { OscCursor, Unreadable } from "./osc-cursor.ts";

// Our own reader. osc-js, which we write with, throws a whole bundle away for one message that it cannot read, and so do
// osc-min and node-osc; none of them reads old senders' messages, nor has a limit to what one packet may hold.

export interface OscMessage extends OscArguments {
  readonly address: string;
  /** It has no type tags, as old senders' have none, but bytes that would be arguments. */
  readonly untyped: boolean;
}

/** Longer ones are nobody's. */
const LONGEST_ADDRESS = 1000;
const TAGS = ",".charCodeAt(0);
/** Bundles in bundles. */
const DEEPEST = 16;
/** Of one packet: more takes longer than a moment of music. */
const MOST_MESSAGES = 100;

/** What of a packet could not be read. */
export interface OscFault {
  /** Of the message; "" where that is not known. */
  readonly address: string;
  readonly kind: "unreadable" | "too deep" | "too many";
  /** The rest of a sentence. */
  readonly reason: string;
}

interface Reading {
  readonly messages: OscMessage[];
  readonly fault: (fault: OscFault) => void;
  elements: number;
}

/** Of "#bundle", its zero and the time tag. */
const HEADER = 16;
const TAG = new TextEncoder().encode("#bundle\0");

/**
 * The messages of one UDP packet, those of bundles one after the other and their time tags passed over: what comes in
 * is played when it comes. Never throws: what cannot be read costs itself, and `fault` is told. The first 100 messages
 * count, and bundles 16 deep.
 */
export const readOscPacket = (
  bytes: Uint8Array,
  fault: (fault: OscFault) => void = () => {},
): readonly OscMessage[] => {
  const reading: Reading = { messages: [], fault, elements: 0 };
  readElement(bytes, 0, reading);
  return reading.messages;
};

/** False where no more may follow. */
const readElement = (bytes: Uint8Array, depth: number, reading: Reading): boolean => {
  if (TAG.every((byte, i) => bytes[i] === byte)) return readBundle(bytes, depth + 1, reading);
  reading.elements++;
  if (reading.elements > MOST_MESSAGES) {
    reading.fault({ address: "", kind: "too many", reason: `it holds more than ${MOST_MESSAGES} messages` });
    return false;
  }
  try {
    reading.messages.push(readMessage(bytes));
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    reading.fault({ address: error.address, kind: "unreadable", reason: error.message });
  }
  return true;
};

const readBundle = (bytes: Uint8Array, depth: number, reading: Reading): boolean => {
  if (depth > DEEPEST) {
    reading.fault({ address: "", kind: "too deep", reason: `its bundles are more than ${DEEPEST} deep` });
    return true;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const cutOff = (): boolean => {
    reading.fault({ address: "", kind: "unreadable", reason: "a bundle in it is cut off" });
    return true;
  };
  if (bytes.length < HEADER) return cutOff();
  for (let at = HEADER; at < bytes.length; ) {
    const size = at + 4 > bytes.length ? -1 : view.getInt32(at);
    if (size < 0 || at + 4 + size > bytes.length) return cutOff();
    at += 4;
    if (!readElement(bytes.subarray(at, at + size), depth, reading)) return false;
    at += size;
  }
  return true;
};

/** Reads one message. Throws `Unreadable`, whose `address` is "" where not even that can be read. */
const readMessage = (bytes: Uint8Array): OscMessage => {
  const from = new OscCursor(bytes);
  const address = from.text();
  if (!address.startsWith("/")) throw new Unreadable("an address begins with /");
  if (address.length > LONGEST_ADDRESS) throw new Unreadable(`its address is longer than ${LONGEST_ADDRESS} letters`);
  try {
    if (from.rest[0] !== TAGS) return withoutTags(address, from.rest);
    return { address, ...argumentsOf(from), untyped: false };
  } catch (error) {
    if (error instanceof Unreadable) error.address = address;
    throw error;
  }
};

/** Whatever type its value has, it is 0 when all its bytes are. */
const withoutTags = (address: string, rest: Uint8Array): OscMessage => {
  if (rest.length % 4 !== 0) throw new Unreadable("it is cut off");
  const isZero = rest.length > 0 && rest.every((byte) => byte === 0);
  return { address, args: isZero ? [0] : [], passed: [], untyped: rest.length > 0 };
};
