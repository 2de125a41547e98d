import type { VoiceSettings } from "../../../shared/controls/band.ts";
import type { VoiceState } from "../../../shared/protocol/state.ts";
import type { Member } from "./member.ts";
import type { ModelVoice } from "./model-voice.ts";

/** What the pages are told of a voice; `modelVoice` is null for a live one. */
export const voiceState = (
  member: Member,
  modelVoice: ModelVoice | null,
  settings: VoiceSettings,
  model: string | null,
): VoiceState => ({
  name: member.name,
  kind: member.model === null ? "live" : "model",
  sounds: member.sounds,
  listensTo: member.listensTo,
  model: model,
  settings,
  phase: modelVoice?.phase ?? "idle",
  phaseFrom: modelVoice?.phaseFrom ?? null,
  phaseUntil: modelVoice?.phaseUntil ?? null,
  calls: modelVoice?.calls ?? 0,
  responses: modelVoice?.responses ?? 0,
  callSurprise: modelVoice?.lastCall?.perStep ?? null,
  responseSurprise: modelVoice?.lastAnswer?.perStep ?? null,
  sampledCallSurprise: modelVoice?.lastCall?.sampledPerStep ?? null,
  sampledResponseSurprise: modelVoice?.lastAnswer?.sampledPerStep ?? null,
  ...(modelVoice?.remembers == null
    ? {}
    : {
        callSurpriseWithMemory: modelVoice.lastCall?.perStepWithMemory ?? null,
        responseSurpriseWithMemory: modelVoice.lastAnswer?.perStepWithMemory ?? null,
        gain: modelVoice.gain,
      }),
  logLikelihood:
    modelVoice?.lastAnswer == null
      ? null
      : (modelVoice.lastCall?.logLikelihoodAfterFirst ?? 0) + modelVoice.lastAnswer.logLikelihood,
  fallbacks: modelVoice?.fallbacks ?? 0,
});
