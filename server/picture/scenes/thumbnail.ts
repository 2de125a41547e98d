import { type ThumbnailMessage, thumbnailType } from "../../../shared/protocol/thumbnail.ts";

/** What a version of a scene draws, as a stage has sent it. */
export interface Thumbnail {
  readonly version: string;
  /** Its media type. */
  readonly type: string;
  readonly picture: Uint8Array<ArrayBuffer>;
}

/** Of a message that was checked. The bytes are copied: what came from a socket may be a piece of something larger. */
export const thumbnailOf = ({ version, picture }: ThumbnailMessage): Thumbnail => ({
  version,
  type: thumbnailType(picture) ?? "application/octet-stream",
  picture: Uint8Array.from(picture),
});
