import {
  type AudioCodec,
  getFirstEncodableAudioCodec,
  getFirstEncodableVideoCodec,
  Mp4OutputFormat,
  type OutputFormat,
  Quality,
  type VideoCodec,
  WebMOutputFormat,
} from "mediabunny";
import { clamp } from "../../shared/math/numbers.ts";
import type { FilmKind, FilmOrder } from "../../shared/protocol/film.ts";
import { SAMPLE_RATE } from "../sound/offline-band.ts";

/** What plays everywhere first, then what browsers have. */
const VIDEO: Readonly<Record<FilmKind, readonly VideoCodec[]>> = {
  mp4: ["avc", "vp9", "av1"],
  webm: ["vp9", "av1", "vp8"],
  mkv: ["avc", "vp9", "av1"],
};
const AUDIO: Readonly<Record<FilmKind, readonly AudioCodec[]>> = {
  mp4: ["aac", "opus"],
  webm: ["opus"],
  mkv: ["aac", "opus"],
};

/** Fine moving detail and grain are dear: see visuals/recording/encoding.ts. */
const BITS_A_PIXEL = 0.2;
const FEWEST_BITS = 1_500_000;
const MOST_BITS = 80_000_000;
const SOUND_BITS = 192_000;

/** A piece of film: made to be joined with others, without index. */
export const pieceFormat = (kind: FilmKind): OutputFormat =>
  kind === "webm" ? new WebMOutputFormat({ appendOnly: true }) : new Mp4OutputFormat({ fastStart: "fragmented" });

export const pictureQuality = ({ width, height, fps }: FilmOrder): Quality =>
  new Quality({ bitrate: Math.round(clamp(width * height * fps * BITS_A_PIXEL, FEWEST_BITS, MOST_BITS)) });

export const soundQuality = new Quality({ bitrate: SOUND_BITS });

/** Rejects with one sentence where this browser can encode no such film. */
export const videoCodec = async (kind: FilmKind, order: FilmOrder): Promise<VideoCodec> => {
  const { width, height } = order;
  const codec = await getFirstEncodableVideoCodec([...VIDEO[kind]], { width, height, quality: pictureQuality(order) });
  if (codec === null)
    throw new Error(`this browser can encode no .${kind} of ${width} × ${height}; try .webm, even sizes, or --frames`);
  return codec;
};

export const audioCodec = async (kind: FilmKind): Promise<AudioCodec> => {
  const codec = await getFirstEncodableAudioCodec([...AUDIO[kind]], {
    numberOfChannels: 2,
    sampleRate: SAMPLE_RATE,
    quality: soundQuality,
  });
  if (codec === null) throw new Error(`this browser can encode no sound for .${kind}; try .webm`);
  return codec;
};
