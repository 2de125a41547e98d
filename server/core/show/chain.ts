import type { VoiceEntry } from "./voice-entry.ts";

/** What is wrong with who listens to whom: where in the list of voices, and the rest of the sentence. */
interface ChainFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Checks a chain. Loops are welcome: two models may well play with each other through a lunch break. */
export const chainFaults = (voices: readonly VoiceEntry[]): readonly ChainFault[] => {
  const names = voices.map((voice) => voice.name);
  return voices.flatMap((voice, i): ChainFault[] => {
    if (names.indexOf(voice.name) !== i)
      return [{ path: [i, "name"], message: `must be a name of its own: there is another "${voice.name}"` }];
    if (voice.kind === "live" && voice.listensTo.length > 0)
      return [
        {
          path: [i, "listensTo"],
          message: 'must be left out: a live voice is played by a person; or is it of kind "model"?',
        },
      ];
    if (voice.kind === "model" && voice.memory !== undefined)
      return [
        {
          path: [i, "memory"],
          message: "must be left out, or stand at the live voice that is to be remembered: models are not",
        },
      ];
    const sharing = voices.findIndex(({ memory }) => memory !== undefined && memory === voice.memory);
    if (sharing >= 0 && sharing < i)
      return [{ path: [i, "memory"], message: `must be a file of its own: "${names[sharing]}" has this one` }];
    if (voice.kind === "model" && voice.listensTo.length === 0)
      return [{ path: [i, "listensTo"], message: "must name the voice it answers, or it would never play" }];
    return voice.listensTo.flatMap((heard, j): ChainFault[] => {
      const path = [i, "listensTo", j];
      if (heard === voice.name)
        return [{ path, message: "must be another voice: waiting for itself, it would never begin" }];
      if (!names.includes(heard))
        return [{ path, message: `must be a voice of this show (${names.join(", ")}), not "${heard}"` }];
      return voice.listensTo.indexOf(heard) === j ? [] : [{ path, message: `must not name "${heard}" twice` }];
    });
  });
};
