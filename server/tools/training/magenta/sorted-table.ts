import { uncompress } from "snappyjs";
import { varint } from "./wire.ts";

/** LevelDB's table format (leveldb/doc/table_format.md), which TensorFlow took over. */
const FOOTER_BYTES = 48;
const MAGIC = 0xdb4775248b80fb57n;
/** Kind of compression (1 byte) and checksum (4 bytes) behind every block. */
const KIND_SNAPPY = 1;
const KIND_PLAIN = 0;

/** The values of a sorted table, in the order of their keys. Throws an Error when it is damaged. */
export function* tableValues(table: Uint8Array): Generator<Uint8Array> {
  const footer = table.subarray(Math.max(0, table.length - FOOTER_BYTES));
  const view = new DataView(footer.buffer, footer.byteOffset, footer.byteLength);
  if (footer.length < FOOTER_BYTES || view.getBigUint64(FOOTER_BYTES - 8, true) !== MAGIC)
    throw new Error("it is no TensorFlow V1 checkpoint, or is cut off");
  // The footer points to a block about the blocks, which is not needed, and to the index.
  const [, afterOffset] = varint(footer, 0);
  const [, indexHandle] = varint(footer, afterOffset);
  for (const handle of entries(blockAt(table, footer, indexHandle))) yield* entries(blockAt(table, handle, 0));
}

/** The block that a handle (offset and length as varints) points to, unpacked. */
const blockAt = (table: Uint8Array, handle: Uint8Array, at: number): Uint8Array => {
  const [offset, next] = varint(handle, at);
  const [length] = varint(handle, next);
  const kind = table[offset + length];
  const block = table.subarray(offset, offset + length);
  if (kind === undefined || block.length < length) throw new Error("a block of it lies beyond its end");
  if (kind === KIND_PLAIN) return block;
  if (kind === KIND_SNAPPY) return uncompress(block);
  throw new Error(`a block of it is compressed in the unknown way ${kind}`);
};

/** The values of a block's entries. Keys share prefixes and are not needed: values name themselves. */
function* entries(block: Uint8Array): Generator<Uint8Array> {
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  const restarts = view.getUint32(block.length - 4, true);
  const end = block.length - 4 - 4 * restarts;
  let at = 0;
  while (at < end) {
    const [, afterShared] = varint(block, at);
    const [keyLength, afterKeyLength] = varint(block, afterShared);
    const [valueLength, afterLengths] = varint(block, afterKeyLength);
    const from = afterLengths + keyLength;
    yield block.subarray(from, from + valueLength);
    at = from + valueLength;
  }
}
