import { AmplitudeEnvelope, Filter, MembraneSynth, MetalSynth, Noise, Offline, type ToneAudioBuffer } from "tone";
import type { Drum } from "../../shared/music/drums.ts";
import type { Character } from "./character.ts";

/** One rendered drum, and the rate at which to play it. */
interface Sample {
  readonly buffer: ToneAudioBuffer;
  readonly rate: number;
  readonly gain: number;
}

export type Kit = Readonly<Record<Drum, Sample>>;

const render = (seconds: number, build: () => void): Promise<ToneAudioBuffer> => Offline(build, seconds, 1);

/** A skin that is struck: a tone that falls, and the click of the stick. */
const skin = (hertz: number, octaves: number, fall: number, ring: number, click: number): void => {
  const drum = new MembraneSynth({
    pitchDecay: fall,
    octaves,
    oscillator: { type: "sine" },
    envelope: { attack: 0.001, decay: ring, sustain: 0, release: 0.05 },
  }).toDestination();
  drum.triggerAttackRelease(hertz, ring, 0, 0.95);
  if (click > 0) hiss(2600, "bandpass", 1.2, 0.012, click);
};

/** Noise that is gone after `ring` seconds. */
const hiss = (hertz: number, type: BiquadFilterType, q: number, ring: number, level: number): void => {
  const filter = new Filter({ frequency: hertz, type, Q: q, rolloff: -12 }).toDestination();
  const envelope = new AmplitudeEnvelope({ attack: 0.001, decay: ring, sustain: 0, release: 0.02 }).connect(filter);
  const noise = new Noise({ type: "white", volume: 20 * Math.log10(level) }).connect(envelope);
  noise.start(0);
  envelope.triggerAttack(0);
};

/** A plate that is struck. */
const plate = (hertz: number, apart: number, resonance: number, ring: number, level: number): void => {
  const metal = new MetalSynth({
    harmonicity: apart,
    modulationIndex: 24,
    resonance,
    octaves: 1.2,
    envelope: { attack: 0.001, decay: ring, release: 0.05 },
    volume: 20 * Math.log10(level),
  }).toDestination();
  metal.triggerAttackRelease(hertz, ring, 0, 1);
};

/** Synthesises the nine drums of one voice. Rejects when the browser cannot render sound. */
export const renderKit = async ({ tune, ring, sweep, wires, metal }: Character): Promise<Kit> => {
  const one = (buffer: ToneAudioBuffer, gain: number, rate = 1): Sample => ({ buffer, rate, gain });
  // One after the other: while it renders, the library builds in the context that renders.
  const kick = await render(0.85 * ring + 0.1, () =>
    skin(46 * tune, 3 + 4 * sweep, 0.03 + 0.03 * sweep, 0.75 * ring, 0.5),
  );
  const snare = await render(0.38 * ring + 0.1, () => {
    skin(182 * tune, 1.2, 0.012, 0.26 * ring, 0);
    hiss(1900 * Math.sqrt(tune), "highpass", 0.6, 0.28 * ring, 0.35 + 0.75 * wires);
  });
  const closed = await render(0.12, () => {
    hiss(7800, "highpass", 0.8, 0.04 * Math.sqrt(ring), 0.5);
    plate(330 * tune, metal, 6500, 0.05, 0.18);
  });
  const open = await render(0.8 * ring + 0.1, () => {
    hiss(7000, "highpass", 0.8, 0.6 * ring, 0.38);
    plate(310 * tune, metal, 6000, 0.7 * ring, 0.16);
  });
  const tom = await render(0.9 * ring + 0.1, () => skin(118 * tune, 0.9 + 1.5 * sweep, 0.05, 0.8 * ring, 0.18));
  const crash = await render(2.5 * ring + 0.1, () => {
    hiss(3600, "highpass", 0.5, 2.2 * ring, 0.42);
    plate(240 * tune, metal, 4200, 2.4 * ring, 0.24);
  });
  const ride = await render(1.6 * ring + 0.1, () => {
    plate(430 * tune, metal, 5200, 1.5 * ring, 0.24);
    hiss(8600, "highpass", 0.7, 0.8 * ring, 0.12);
  });
  return {
    kick: one(kick, 0.9),
    snare: one(snare, 0.6),
    closed_hat: one(closed, 0.42),
    open_hat: one(open, 0.4),
    // The three toms are one, played at three rates.
    low_tom: one(tom, 0.8, 0.72),
    mid_tom: one(tom, 0.75),
    high_tom: one(tom, 0.7, 1.4),
    crash: one(crash, 0.5),
    ride: one(ride, 0.45),
  };
};
