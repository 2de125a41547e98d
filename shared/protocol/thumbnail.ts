import { z } from "zod";
import { TrialMessage } from "./own-scenes.ts";

/** In pixels; in this shape the desk's cards show it. */
export const THUMBNAIL = { width: 320, height: 180 };
/** Bytes. They are all loaded with the desk. */
export const LARGEST_THUMBNAIL = 12_000;

/** How a picture begins, by its type; a dot is any byte. */
const BEGINNINGS = [
  ["image/webp", /^RIFF....WEBPVP8/s],
  ["image/jpeg", /^\xff\xd8\xff/],
  ["image/png", /^\x89PNG\r\n/],
] as const;

/** The media type of a picture by its first bytes; null where it is none that the desk shows. */
export const thumbnailType = (picture: Uint8Array): string | null => {
  const head = String.fromCharCode(...picture.subarray(0, 16));
  return BEGINNINGS.find(([, beginning]) => beginning.test(head))?.[0] ?? null;
};

/** A stage sends a small picture of what a version of one of the show's own scenes draws. */
export const ThumbnailMessage = TrialMessage.omit({ is: true }).extend({
  picture: z
    .instanceof(Uint8Array, { error: "must be bytes" })
    .refine(({ length }) => length <= LARGEST_THUMBNAIL, { error: `must have at most ${LARGEST_THUMBNAIL} bytes` })
    .refine((picture) => thumbnailType(picture) !== null, { error: "must be a WebP, JPEG or PNG picture" }),
});
export type ThumbnailMessage = z.infer<typeof ThumbnailMessage>;

/** Where the picture of a version is. */
export const thumbnailAddress = (name: string, version: string): string => `/scenes/${name}/${version}/thumbnail`;
