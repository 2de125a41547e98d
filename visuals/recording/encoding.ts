import { clamp } from "../../shared/math/numbers.ts";

/** How a browser is to encode. */
interface Encoding {
  /** For MediaRecorder. */
  readonly mimeType: string;
  readonly kind: "video/mp4" | "video/webm";
  readonly videoBitsPerSecond: number;
  readonly audioBitsPerSecond: number;
}

export const FRAMES_A_SECOND = 30;

/** The best first: what plays everywhere, then what this browser may have. H.264 is often done by the graphics card. */
const KINDS = [
  { kind: "video/mp4", video: "avc1", audio: "mp4a.40.2" },
  { kind: "video/mp4", video: "avc1", audio: "opus" },
  { kind: "video/webm", video: "vp9", audio: "opus" },
  { kind: "video/webm", video: "vp8", audio: "opus" },
] as const;

/** Fine moving detail and grain are dear: twice what is usual for talking people. */
const BITS_A_PIXEL = 0.2;
const FEWEST_BITS = 1_500_000;
const MOST_BITS = 40_000_000;
const SOUND_BITS = 192_000;

/** What to encode pictures of a size as; null where this browser records nothing that we know. */
export const encodingFor = (
  width: number,
  height: number,
  sound: boolean,
  isSupported: (mimeType: string) => boolean,
): Encoding | null => {
  const bits = width * height * FRAMES_A_SECOND * BITS_A_PIXEL;
  for (const { kind, video, audio } of KINDS) {
    const mimeType = `${kind};codecs=${sound ? `${video},${audio}` : video}`;
    if (isSupported(mimeType))
      return {
        mimeType,
        kind,
        videoBitsPerSecond: Math.round(clamp(bits, FEWEST_BITS, MOST_BITS)),
        audioBitsPerSecond: SOUND_BITS,
      };
  }
  return null;
};
