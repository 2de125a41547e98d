import { Gain, Merge, Noise, Offline, type ToneAudioBuffer } from "tone";

/** The one room that all voices are heard in: seconds until it is silent again, and until it answers. */
export const ROOM = { decay: 1.6, preDelay: 0.012 } as const;

/** Louder it never is, in decibels. */
export const LOUDEST_DB = -2;

/** The room's answer to a click, made as tone's `Reverb` does for whoever plays live. */
export const renderRoom = (): Promise<ToneAudioBuffer> =>
  Offline(
    () => {
      const burst = new Gain().toDestination();
      burst.gain.setValueAtTime(0, 0);
      burst.gain.setValueAtTime(1, ROOM.preDelay);
      burst.gain.exponentialApproachValueAtTime(0, ROOM.preDelay, ROOM.decay);
      const sides = new Merge().connect(burst);
      for (const side of [0, 1]) new Noise().start(0).connect(sides, 0, side);
    },
    ROOM.decay + ROOM.preDelay,
    2,
  );
