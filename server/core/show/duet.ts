import type { VoiceEntry } from "./voice-entry.ts";

/**
 * The voices without those that people play: models that listened to nobody else listen to one another, so that the
 * band plays by itself, through a lunch break. Throws a sentence where there are not two models to begin with.
 */
export const duetOf = (voices: readonly VoiceEntry[]): VoiceEntry[] => {
  const models = voices.filter(({ kind }) => kind === "model");
  const names = models.filter(({ sounds }) => sounds).map(({ name }) => name);
  if (names.length < 2) throw new Error("--duet needs two models that sound, and this show has not so many.");
  return models.map((voice) => {
    const heard = voice.listensTo.filter((name) => models.some((model) => model.name === name));
    const partner = names.findLast((name) => name !== voice.name)!;
    return { ...voice, listensTo: heard.length > 0 ? heard : [partner] };
  });
};
