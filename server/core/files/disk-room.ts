import { statfs } from "node:fs/promises";
import { dirname } from "node:path";

/** In bytes: what is free for us, and all there is. */
interface DiskRoom {
  readonly free: number;
  readonly total: number;
}

/** Looks how much room there is where `folder` is or will be; null where the system does not say. */
export type LookForRoom = (folder: string) => Promise<DiskRoom | null>;

/** Of a disk so much stays free of recordings: this share, or so many bytes where that is less. */
const SHARE_LEFT = 0.05;
const MOST_LEFT = 1024 ** 3;

export const lookForRoom: LookForRoom = async (folder) => {
  try {
    const { bavail, blocks, bsize } = await statfs(folder).catch(() => statfs(dirname(folder)));
    return { free: bavail * bsize, total: blocks * bsize };
  } catch {
    return null;
  }
};

/** Why nothing more is to be recorded; null while there is room enough. */
export const lackOf = (room: DiskRoom | null): string | null => {
  if (room === null) return null;
  const left = Math.min(MOST_LEFT, room.total * SHARE_LEFT);
  return room.free > left
    ? null
    : `only ${sizeOf(room.free)} of the disk are free, and a recording leaves ${sizeOf(left)}`;
};

/** For people: `1.1 GB`, `3 MB`. */
const sizeOf = (bytes: number): string =>
  bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e6).toFixed(0)} MB`;
