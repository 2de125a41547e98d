import type { VoiceState } from "../../../shared/protocol/state.ts";
import type { VoiceSettings } from "../../../shared/protocol/voice-settings.ts";
import type { Member } from "./member.ts";
import type { Player } from "./player.ts";

/** What the pages are told of a voice; `player` is null for a live one. */
export const voiceState = (
  member: Member,
  player: Player | null,
  settings: VoiceSettings,
  model: string | null,
): VoiceState => ({
  name: member.name,
  kind: member.model === null ? "live" : "model",
  sounds: member.sounds,
  listensTo: member.listensTo,
  model: model,
  settings,
  phase: player?.phase ?? "idle",
  phaseFrom: player?.phaseFrom ?? null,
  phaseUntil: player?.phaseUntil ?? null,
  calls: player?.calls ?? 0,
  responses: player?.responses ?? 0,
  callSurprise: player?.lastCall?.perStep ?? null,
  responseSurprise: player?.lastAnswer?.perStep ?? null,
  sampledCallSurprise: player?.lastCall?.sampledPerStep ?? null,
  sampledResponseSurprise: player?.lastAnswer?.sampledPerStep ?? null,
  logLikelihood:
    player?.lastAnswer == null
      ? null
      : (player.lastCall?.logLikelihoodAfterFirst ?? 0) + player.lastAnswer.logLikelihood,
  fallbacks: player?.fallbacks ?? 0,
});
