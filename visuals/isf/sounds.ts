import { DataTexture, LinearFilter, RedFormat, UnsignedByteType } from "three/webgpu";
import { TURN } from "../../shared/math/numbers.ts";
import type { Frame } from "../scene-api/frame.ts";
import { drumLevel } from "./drums.ts";

const SAMPLES = 128;
const DRUM_PLACES = 9;

/**
 * What a shader that wants to hear is given: no sound reaches the picture, but what is played does.
 * `audioFFT` has the drums as a spectrum, the kick lowest and the ride highest; `audio` is a wave as
 * wild as the band is loud.
 */
export class Sounds {
  readonly spectrum = image();
  readonly wave = image();
  readonly #levels = new Float32Array(DRUM_PLACES);

  /** @realtime yes */
  update(frame: Frame): void {
    for (let drum = 0; drum < DRUM_PLACES; drum++) this.#levels[drum] = drumLevel(frame, drum);
    const spectrum = this.spectrum.image.data as Uint8Array;
    const wave = this.wave.image.data as Uint8Array;
    let energy = 0;
    for (const voice of frame.voices) energy = Math.max(energy, voice.energy);
    const loud = 1 - Math.exp(-energy);
    for (let i = 0; i < SAMPLES; i++) {
      const place = (i / SAMPLES) * DRUM_PLACES;
      let level = 0;
      for (let drum = 0; drum < DRUM_PLACES; drum++)
        level = Math.max(level, (this.#levels[drum] ?? 0) * Math.exp(-(((place - drum - 0.5) / 0.6) ** 2)));
      spectrum[i] = Math.min(255, level * 255);
      const turn = (i / SAMPLES) * TURN;
      const swing = Math.sin(turn * 3 + frame.beat * 2) * 0.6 + Math.sin(turn * 11 - frame.beat * 5) * 0.4;
      wave[i] = 127.5 + 127 * loud * swing;
    }
    this.spectrum.needsUpdate = true;
    this.wave.needsUpdate = true;
  }

  dispose(): void {
    this.spectrum.dispose();
    this.wave.dispose();
  }
}

const image = (): DataTexture => {
  const texture = new DataTexture(new Uint8Array(SAMPLES), SAMPLES, 1, RedFormat, UnsignedByteType);
  texture.minFilter = LinearFilter;
  texture.magFilter = LinearFilter;
  texture.needsUpdate = true;
  return texture;
};
