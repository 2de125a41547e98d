import type { VoiceSettings } from "../../../shared/controls/band.ts";
import type { VoiceName } from "../../../shared/music/note.ts";
import type { Voice } from "../../core/music/voice.ts";
import type { ModelFeel } from "./feel/feel.ts";

/** A model that is ready to play in place of the one that does. */
export interface NextModel {
  readonly name: string;
  readonly feel: ModelFeel | null;
  /** It plays from here on; what was asked before is still the old one's. Rejects when it cannot, and the old one plays on. */
  takeOver(): Promise<void>;
}

/** What plays a voice that nobody plays. */
export interface MemberModel {
  /** As the show or the desk names it. */
  readonly name: string;
  readonly voice: Voice;
  readonly feel: ModelFeel | null;
  /** Makes another model ready while this one plays on. Rejects with a sentence when it is not good. */
  prepare(model: string): Promise<NextModel>;
}

/** One voice of the show, ready to play. */
export interface Member {
  readonly name: VoiceName;
  /** Whether its notes are sounded; otherwise they are gestures of the picture. */
  readonly sounds: boolean;
  readonly settings: VoiceSettings;
  readonly listensTo: readonly VoiceName[];
  /** Null for a live voice. */
  readonly model: MemberModel | null;
}
