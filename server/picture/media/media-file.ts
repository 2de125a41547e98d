import { extname } from "node:path";
import type { Clip } from "../../../shared/protocol/media.ts";

/** What is known of a file by its name's ending. */
export interface MediaType {
  readonly kind: Clip["kind"];
  readonly mime: string;
}

/** The endings of files that browsers can show. */
const TYPES: Readonly<Record<string, MediaType>> = {
  ".mp4": { kind: "video", mime: "video/mp4" },
  ".m4v": { kind: "video", mime: "video/mp4" },
  ".mov": { kind: "video", mime: "video/mp4" },
  ".webm": { kind: "video", mime: "video/webm" },
  ".mkv": { kind: "video", mime: "video/x-matroska" },
  ".ogv": { kind: "video", mime: "video/ogg" },
  ".png": { kind: "image", mime: "image/png" },
  ".jpg": { kind: "image", mime: "image/jpeg" },
  ".jpeg": { kind: "image", mime: "image/jpeg" },
  ".webp": { kind: "image", mime: "image/webp" },
  ".avif": { kind: "image", mime: "image/avif" },
  ".gif": { kind: "image", mime: "image/gif" },
};

export const CLIP_ENDINGS: readonly string[] = Object.keys(TYPES);

/** null for a file that is no clip, a hidden one, or one whose name cannot be told to a browser. */
export const mediaTypeOf = (name: string): MediaType | null =>
  name.startsWith(".") || !isText(name) ? null : (TYPES[extname(name).toLowerCase()] ?? null);

/** Whether a name can be part of an address: no half characters, as broken names have. */
const isText = (name: string): boolean => {
  try {
    encodeURIComponent(name);
    return !name.includes("\uFFFD");
  } catch {
    return false;
  }
};
