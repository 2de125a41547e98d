import { DataArrayTexture, LinearFilter, MirroredRepeatWrapping } from "three/webgpu";

/** Frames of one slice: one every 32nd note, since a slice lasts a beat. */
export const SLICE_FRAMES = 8;

/** Clips, each cut into slices of a beat's length, each slice a few frames; every frame a layer of one texture. */
export interface Film {
  /** sRGB colours with opacity 1, the top row first. */
  readonly texture: DataArrayTexture;
  readonly clips: readonly FilmClip[];
}

/** The slices of one clip, in the order of the clip: `count` of them from `first`. */
export interface FilmClip {
  readonly first: number;
  readonly count: number;
}

/** The user's clips, as a scene is given them. */
export interface Media {
  /** What is ready to be played with; null while nothing is. It changes as the folder does: ask on a bar line. */
  readonly film: Film | null;
}

/** The layer of the frame that lies `beats` after the beginning of a clip's slice; clips go round. @realtime yes */
export const layerAt = ({ first, count }: FilmClip, slice: number, beats: number): number => {
  const frames = Math.floor((slice + beats) * SLICE_FRAMES);
  const length = count * SLICE_FRAMES;
  return first * SLICE_FRAMES + (((frames % length) + length) % length);
};

/** A texture of as many layers of one size. */
export const filmTexture = (width: number, height: number, layers: number): DataArrayTexture => {
  const texture = new DataArrayTexture(new Uint8Array(width * height * 4 * layers), width, height, layers);
  texture.minFilter = LinearFilter;
  texture.magFilter = LinearFilter;
  texture.wrapS = MirroredRepeatWrapping;
  texture.wrapT = MirroredRepeatWrapping;
  return texture;
};

/** The pixels of a film's texture, layer by layer. */
export const pixelsOf = (texture: DataArrayTexture): Uint8Array => {
  const { data } = texture.image;
  if (!(data instanceof Uint8Array)) throw new Error("a film's texture holds bytes");
  return data;
};
