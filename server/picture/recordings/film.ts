import type { RecordReply } from "../../../shared/protocol/recording.ts";

/** What a browser records. */
export type FilmKind = Extract<RecordReply, { ok: true }>["type"];

/** How a file of the kind begins: WebM with EBML's own number, MP4 with a box of the type "ftyp" after its length. */
const BEGINNINGS: Readonly<Record<FilmKind, { readonly at: number; readonly bytes: readonly number[] }>> = {
  "video/webm": { at: 0, bytes: [0x1a, 0x45, 0xdf, 0xa3] },
  "video/mp4": { at: 4, bytes: [0x66, 0x74, 0x79, 0x70] },
};

/** Whether a file that begins with `head` may be a film of this kind; fewer bytes than 8 say too little. */
export const isFilm = (kind: FilmKind, head: Uint8Array): boolean => {
  const { at, bytes } = BEGINNINGS[kind];
  return bytes.every((byte, i) => head[at + i] === byte);
};

/** So many bytes are looked at. */
export const HEAD = 8;
