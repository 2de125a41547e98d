import type { FeelTable } from "../../shared/music/feel-table.ts";
import type { VoiceName } from "../../shared/music/note.ts";
import type { Voice } from "../../shared/music/voice.ts";
import type { VoiceSettings } from "../../shared/protocol/voice-settings.ts";

/** One voice of the show, ready to play. */
export interface Member {
  readonly name: VoiceName;
  /** Whether its notes are sounded; otherwise they are gestures of the picture. */
  readonly sounds: boolean;
  readonly settings: VoiceSettings;
  readonly listensTo: readonly VoiceName[];
  /** Null for a live voice. */
  readonly model: { readonly name: string; readonly voice: Voice; readonly feel: FeelTable | null } | null;
}
